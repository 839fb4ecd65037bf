package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.EventTarget.Input;
import dev.skald.tasks.events.EventTarget.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where events and schedules lead, and what they bring. */
public final class Targets {
    private static final int ATTEMPTS_MAX = 185;
    private static final int AGE_MIN = 60;
    private static final int AGE_MAX = 86_400;
    private static final Pattern REACHED = Pattern.compile("arn:aws[a-z-]*:(?:states:[^:]*:\\d*:stateMachine:.+"
            + "|lambda:[^:]*:\\d*:function:.+|events:[^:]*:\\d*:event-bus/.+|(?:sqs|sns):[^:]*:\\d*:[^:]+)");

    private Targets() {}

    /** Whether Skald can bring an event there: to a state machine, a function, another bus, a queue, a topic. */
    public static boolean reaches(String arn) {
        return REACHED.matcher(arn).matches();
    }

    /** Why a target is left out. */
    public static String unreached(String arn) {
        return "events reach state machines, functions, buses, queues and topics here, not `" + arn
                + "`; this target is left out";
    }

    /**
     * What a target gets, by the keys {@code input}, {@code inputPath} and {@code inputTransformer}.
     *
     * @param isUpper whether the keys begin with capitals, as in CloudFormation
     */
    public static Input input(Section section, boolean isUpper) {
        Optional<Value> input = section.value(isUpper ? "Input" : "input");
        Optional<String> path = section.text(isUpper ? "InputPath" : "inputPath");
        Optional<Section> transformer = section.section(isUpper ? "InputTransformer" : "inputTransformer");
        long given =
                Stream.of(input, path, transformer).filter(Optional::isPresent).count();
        if (given > 1)
            section.reading()
                    .problem(
                            section.place(), "`" + section.path() + "` takes one of input, input path and transformer");
        if (input.isPresent()) return new Input.Constant(constant(input.get(), section));
        if (path.isPresent()) return new Input.Part(path.get());
        return transformer.map(each -> transformer(each, isUpper)).orElseGet(Input.Event::new);
    }

    /** A text is JSON already. */
    private static String constant(Value input, Section section) {
        if (!(input instanceof Scalar scalar) || !scalar.json().isString())
            return input.json().toString();
        return section.reading().json(scalar).toString();
    }

    private static Input transformer(Section section, boolean isUpper) {
        try (section) {
            return new Input.Transformer(
                    section.textsByName(isUpper ? "InputPathsMap" : "inputPathsMap"),
                    section.neededText(isUpper ? "InputTemplate" : "inputTemplate"));
        }
    }

    /** By the keys {@code retryPolicy} and {@code deadLetterConfig}. */
    public static Retry retry(Section section, boolean isUpper) {
        Optional<Section> policy = section.section(isUpper ? "RetryPolicy" : "retryPolicy");
        Retry byDefault = Retry.DEFAULT;
        int attempts = policy.flatMap(each -> attempts(each, isUpper)).orElse(byDefault.attempts());
        Duration age = policy.flatMap(each -> age(each, isUpper)).orElse(byDefault.age());
        policy.ifPresent(Section::close);
        return new Retry(attempts, age, deadLetter(section, isUpper).orElse(null));
    }

    private static Optional<Integer> attempts(Section policy, boolean isUpper) {
        return policy.whole(isUpper ? "MaximumRetryAttempts" : "maximumRetryAttempts", 0, ATTEMPTS_MAX);
    }

    private static Optional<Duration> age(Section policy, boolean isUpper) {
        String upper = "MaximumEventAgeInSeconds";
        String lower = policy.has("maximumEventAge") ? "maximumEventAge" : "maximumEventAgeInSeconds";
        return policy.whole(isUpper ? upper : lower, AGE_MIN, AGE_MAX).map(Duration::ofSeconds);
    }

    /** CloudFormation has a mapping; the plugin takes an ARN alone, too. */
    private static Optional<String> deadLetter(Section section, boolean isUpper) {
        String key = isUpper ? "DeadLetterConfig" : "deadLetterConfig";
        if (!isUpper && section.has("deadLetterQueueArn")) return section.text("deadLetterQueueArn");
        if (section.value(key).filter(Scalar.class::isInstance).isPresent()) return section.text(key);
        return section.section(key).flatMap(config -> deadLetterArn(config, isUpper));
    }

    private static Optional<String> deadLetterArn(Section config, boolean isUpper) {
        try (config) {
            config.harmless("Type", "QueueLogicalId");
            return isUpper ? config.text("Arn") : config.text("targetArn").or(() -> config.text("arn"));
        }
    }

    /** A target of that ARN. */
    public static EventTarget of(String id, String arn, Section section, boolean isUpper) {
        return new EventTarget(id, arn, input(section, isUpper), retry(section, isUpper));
    }
}
