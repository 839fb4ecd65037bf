package dev.skald.deploy;

import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.EventTarget.Input;
import dev.skald.tasks.events.EventTarget.Retry;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Authorization;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applications with every kind of value in every place, by a seed. */
final class RandomApplication {
    private static final String[] TEXTS = {"", "a", "orders", "ø", "\"quoted\"", "line\nline", "${x}", "{\"a\": [1]}"};

    private final Random random;

    RandomApplication(long seed) {
        this.random = new Random(seed);
    }

    Application next() {
        return new Application(
                text(),
                text(),
                text(),
                list(() -> new Machine(text(), text(), text(), maybe(text()), texts())),
                list(this::text),
                list(this::function),
                list(this::trigger),
                list(() -> new ApiKey(text(), text())),
                list(this::text),
                list(() ->
                        new EventRule(text(), text(), text(), random.nextBoolean(), maybe(text()), list(this::target))),
                list(() -> new Schedule(text(), text(), zone(), random.nextBoolean(), maybe(text()), target())),
                list(() -> new Connection(text(), authorization(), list(this::addition))),
                list(() -> new Resource(text(), text(), text(), text())),
                list(() -> new Notice(one(Notice.Kind.values()), text(), text())));
    }

    private <T> T one(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> List<T> list(Supplier<T> each) {
        return Stream.generate(each).limit(random.nextInt(3)).toList();
    }

    private String text() {
        return one(TEXTS) + (random.nextBoolean() ? "" : random.nextInt(100));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) texts.put(text(), text());
        return texts;
    }

    private ZoneId zone() {
        return ZoneId.of(one(new String[] {"Z", "Europe/Oslo", "UTC", "+01:00"}));
    }

    private Duration duration() {
        return Duration.ofMillis(random.nextLong(1L << 40));
    }

    private FunctionDefinition function() {
        Path code = Path.of(random.nextBoolean() ? "/srv/a b" : "/srv/ø.zip");
        return new FunctionDefinition(
                text(),
                text(),
                text(),
                code,
                list(() -> code),
                texts(),
                duration(),
                random.nextInt(),
                maybe(random.nextInt(9)));
    }

    private HttpTrigger trigger() {
        Cors cors = new Cors(
                list(this::text),
                list(this::text),
                list(this::text),
                random.nextBoolean(),
                maybe(duration()),
                maybe(text()));
        return new HttpTrigger(
                text(), one(Flavour.values()), text(), text(), random.nextBoolean(), maybe(cors), httpTarget());
    }

    private Target httpTarget() {
        if (random.nextBoolean()) return new Target.Function(text());
        return new Target.Machine(
                text(),
                maybe(text()),
                texts(),
                random.nextBoolean(),
                list(() -> new Response(random.nextInt(600), text(), texts(), texts())),
                texts(),
                maybe(duration()));
    }

    private EventTarget target() {
        Input input = switch (random.nextInt(4)) {
            case 0 -> new Input.Event();
            case 1 -> new Input.Constant(text());
            case 2 -> new Input.Part(text());
            default -> new Input.Transformer(texts(), text());
        };
        return new EventTarget(text(), text(), input, new Retry(random.nextInt(186), duration(), maybe(text())));
    }

    private Authorization authorization() {
        return switch (random.nextInt(4)) {
            case 0 -> new Authorization.None();
            case 1 -> new Authorization.ApiKey(text(), text());
            case 2 -> new Authorization.Basic(text(), text());
            default ->
                new Authorization.OAuthClientCredentials(
                        URI.create("https://a.example/token?x=1"), "POST", text(), text(), list(this::addition));
        };
    }

    private Addition addition() {
        return new Addition(one(Addition.Place.values()), text(), text());
    }
}
