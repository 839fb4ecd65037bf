package dev.skald.deploy.serverless;

import dev.skald.deploy.Notice;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.server.triggers.HttpTrigger.Cors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code cors} says of triggers. */
final class HttpCors {
    /** As the framework and the plugin have them. */
    private static final List<String> HEADERS = List.of(
            "Content-Type",
            "X-Amz-Date",
            "Authorization",
            "X-Api-Key",
            "X-Amz-Security-Token",
            "X-Amz-User-Agent",
            "X-Amzn-Trace-Id");

    private static final List<String> METHODS = List.of("OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int AGE_MAX = 86_400;

    private HttpCors() {}

    /** Of an event {@code http}: true, or a mapping. */
    static Optional<Cors> ofEvent(Section event, String method) {
        Optional<Value> cors = event.value("cors");
        if (cors.isEmpty()) return Optional.empty();
        if (cors.get() instanceof Scalar)
            return event.flag("cors", false) ? Optional.of(byDefault(method)) : Optional.empty();
        return event.section("cors").map(section -> ofMapping(section, method));
    }

    private static Cors byDefault(String method) {
        return new Cors(List.of("*"), HEADERS, methods(method), false, null, null);
    }

    private static List<String> methods(String method) {
        return method.equals("ANY") ? METHODS : List.of("OPTIONS", method);
    }

    private static Cors ofMapping(Section cors, String method) {
        try (cors) {
            Set<String> origins = new LinkedHashSet<>();
            cors.text("origin").map(HttpCors::words).ifPresent(origins::addAll);
            cors.texts("origins").forEach(each -> origins.addAll(words(each)));
            if (cors.has("origin") && cors.has("origins"))
                cors.reading()
                        .warn(
                                cors.path(),
                                Notice.PUBLIC_PLUGIN + " refuses `origin` beside `origins`; both count here");
            return new Cors(
                    origins.isEmpty() ? List.of("*") : List.copyOf(origins),
                    words(cors, "headers", HEADERS),
                    words(cors, "methods", methods(method)),
                    cors.flag("allowCredentials", false),
                    cors.whole("maxAge", 0, AGE_MAX).map(Duration::ofSeconds).orElse(null),
                    cors.text("cacheControl").orElse(null));
        }
    }

    /** Of {@code provider.httpApi}. */
    static Optional<Cors> ofHttpApi(Section api) {
        Optional<Value> cors = api.value("cors");
        if (cors.isEmpty()) return Optional.empty();
        if (cors.get() instanceof Scalar)
            return api.flag("cors", false)
                    ? Optional.of(new Cors(List.of("*"), HEADERS, METHODS, false, null, null))
                    : Optional.empty();
        return api.section("cors").map(HttpCors::ofHttpApiMapping);
    }

    private static Cors ofHttpApiMapping(Section cors) {
        try (cors) {
            cors.unsupported("answers expose no further headers here", "exposedResponseHeaders");
            return new Cors(
                    words(cors, "allowedOrigins", List.of("*")),
                    words(cors, "allowedHeaders", HEADERS),
                    words(cors, "allowedMethods", METHODS),
                    cors.flag("allowCredentials", false),
                    cors.whole("maxAge", 0, AGE_MAX).map(Duration::ofSeconds).orElse(null),
                    null);
        }
    }

    /** A list, or a text with commas in it. */
    private static List<String> words(Section section, String key, List<String> otherwise) {
        List<String> words = new ArrayList<>();
        section.texts(key).forEach(text -> words.addAll(words(text)));
        return words.isEmpty() ? otherwise : words;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
