package dev.skald.asl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the fields of a state that are evaluated at run time. One class per query language; the rest of the parser and
 * the interpreter know none of them.
 *
 * <p>What is wrong with a field is recorded in the fields' {@link Problems}; what is returned then is never evaluated,
 * because a definition with problems gives no machine.
 */
sealed interface QueryLanguage permits JsonPathLanguage, JsonataLanguage {
    /** As {@code QueryLanguage} spells it. */
    String name();

    /** {@code InputPath}, {@code Parameters}, {@code Result}, {@code ResultSelector} and so on. */
    DataFlow flow(StateType type, Fields state);

    /** A Wait state's four forms. */
    Expression<Instant> dueAt(Fields wait);

    /** {@code TimeoutSeconds} or {@code HeartbeatSeconds}, with the {@code Path} form; null when there is none. */
    @Nullable
    Expression<Long> seconds(Fields task, String field);

    /** {@code Error} or {@code Cause}, with the {@code Path} form; null when there is none. */
    @Nullable
    Expression<String> text(Fields fail, String field);

    /** The condition of an element of {@code Choices}. */
    Expression<Boolean> condition(Fields rule);

    /** A catcher's {@code ResultPath} or {@code Output}. */
    Expression<Payload> caught(Fields catcher);

    /**
     * {@code Assign} of a state, a Choice rule or a catcher, evaluated over the scope of its output; null when there is
     * none. Section 1.9.
     */
    @Nullable
    Expression<Map<String, Payload>> assign(Fields fields);

    /** A Choice rule's own {@code Output}; null when there is none. */
    @Nullable
    Expression<Payload> ruleOutput(Fields rule);

    /**
     * {@code ItemsPath} or {@code Items}.
     *
     * @param distributed whether the members of an object may be the items too
     */
    Expression<Payload> items(Fields map, boolean distributed);

    /** {@code ItemSelector} or {@code Parameters}; null when there is none. */
    @Nullable
    Expression<Payload> itemSelector(Fields map);

    /** {@code MaxConcurrency}, with the {@code Path} form; 0 when there is none. */
    Expression<Long> maxConcurrency(Fields map);

    /** A whole number, with the {@code Path} form; null when there is none. */
    @Nullable
    Expression<Long> integer(Fields fields, String field, long least, long most);

    /** A number from 0 to 100, with the {@code Path} form; null when there is none. */
    @Nullable
    Expression<Double> percentage(Fields fields, String field);

    /** {@code Parameters} or {@code Arguments}. */
    String argumentsField();

    /**
     * A field's value with expressions at any depth; null when the field is absent.
     *
     * @param within the fields that it is in, each with a slash behind it, as in the location of an error
     */
    @Nullable
    Expression<Payload> template(Fields fields, String field, String within);

    /** The Skald field {@code Record}, evaluated over the task's result; null when there is none. */
    @Nullable
    Expression<Payload> record(Fields task);

    /** {@code Credentials}; null when there are none. */
    @Nullable
    Expression<Payload> credentials(Fields task);
}
