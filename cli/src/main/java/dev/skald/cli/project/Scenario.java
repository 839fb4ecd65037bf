package dev.skald.cli.project;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One execution that {@code skald run} starts, and what must come of it.
 *
 * @param name part of the execution's name
 * @param machine the name of the machine
 * @param answers to tasks that wait for their tokens, by state: what a person or another service would answer
 */
public record Scenario(String name, String machine, Payload input, Map<String, Answer> answers, Expected expected) {

    public Scenario {
        answers = Map.copyOf(answers);
    }

    /** Without answers. */
    public Scenario(String name, String machine, Payload input, Expected expected) {
        this(name, machine, input, Map.of(), expected);
    }

    /**
     * The answer to a task that waits for its token.
     *
     * @param output what it ends with; null makes the output of an approval, unless there is an error
     * @param error with which it fails; null lets it succeed
     */
    public record Answer(
            @Nullable Payload output,
            @Nullable String error,
            @Nullable String cause,
            String who,
            String why) {}

    /**
     * What must come of a scenario; what is null may be anything.
     *
     * @param status the status it must end with
     * @param error the error name it must end with
     * @param output what its output must hold: members that are not named may be there too, lists must be equal in length
     * @param check the class name of an {@link Expectation} of the project's own
     */
    public record Expected(
            Status status,
            @Nullable String error,
            @Nullable JsonNode output,
            @Nullable String check) {}
}
