package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the saga fields of a machine away: to a definition that AWS takes, and that undoes what it did with nothing
 * but states, variables and catchers. What plain ASL cannot do is said in warnings.
 */
public final class SagaExport {
    private static final Park QUEUE = new Park.Queue("https://sqs.us-east-1.amazonaws.com/000000000000/saga-parked");

    private SagaExport() {}

    /** What came of an export. */
    public sealed interface Result {
        /**
         * The machine as AWS takes it. A machine without saga fields keeps its text, if it is JSON and has no other Skald
         * field.
         *
         * @param definition JSON; it parses without errors and has no Skald field
         * @param warnings what the exported machine does otherwise than the saga
         */
        record Exported(String definition, List<Warning> warnings) implements Result {}

        /** The definition is invalid, or a saga with both query languages. */
        record Refused(List<Problem> problems) implements Result {}
    }

    /**
     * What the exported machine does otherwise.
     *
     * @param state where; null when it holds for the whole machine
     */
    public record Warning(Code code, @Nullable String state, String reason) {
        /** As the command line prints it. */
        @Override
        public String toString() {
            return code + (state == null ? "" : " at " + state) + ": " + reason;
        }
    }

    /** The classes of warnings; their names are stable. */
    public enum Code {
        /** StopExecution ends the execution at once: nothing is undone. */
        STOP,
        /** The machine's time-out ends it at once, also in the middle of undoing. */
        EXECUTION_TIMEOUT,
        /** {@code States.Runtime} passes by every catcher: nothing is undone. */
        RUNTIME_ERROR,
        /** The limits of AWS hold for the log and the events of undoing too. */
        LIMITS,
        /** Branches and iterations beside a failed one run to their own end before anything is undone. */
        DRAIN,
        /** Whether a step may have happened is told by the name of its error alone. */
        UNCERTAIN_BY_NAME,
        /** A catcher sees the last error only: a step that was retried counts as uncertain. */
        UNCERTAIN_RETRIES,
        /** An expression that fails in a state without catchers ends the execution: nothing is undone. */
        UNCAUGHT_EVALUATION,
        /** An expression that fails after its step succeeded leaves the step uncertain, without its record. */
        FAILED_RECORD,
        /** The arguments are evaluated a second time for the log. */
        ARGUMENTS_AGAIN,
        /** The call carries no key of its own, and the step's arguments do not have it. */
        KEY_NOT_SENT,
        /** A step in a loop has a key for its name alone. */
        KEY_IN_LOOP,
        /** What waits for a person is a message in a queue, and answered by a task token. */
        PARK,
        /** A parked failure can be compensated, not redriven. */
        PARK_ON_FAILURE,
        /** A nested execution keeps no log that its parent could undo. */
        NESTED_EXECUTION,
        /** Items of a Distributed Map undo themselves when they fail; those that succeeded stay. */
        DISTRIBUTED_MAP,
        /** Run classes, known errors and search attributes are gone. */
        DROPPED_FIELDS,
        /** JSONPath: a loop remembers the last visit of a step only. */
        JSONPATH_LOOP,
        /** JSONPath: what a Parallel or Map did is not undone. */
        JSONPATH_SCOPE
    }

    /** Where what waits for a person is sent, with the token that answers it. */
    public sealed interface Park {
        /** An SQS queue, by its URL. */
        record Queue(String url) implements Park {}

        /** A Lambda function, by its name or ARN. */
        record Function(String name) implements Park {}
    }

    /** Exports with a queue that does not exist: its URL is to be replaced. */
    public static Result toAsl(String definition) {
        return toAsl(definition, QUEUE);
    }

    /** Exports a definition in JSON or YAML. Never throws: what is wrong with the text is a {@link Problem}. */
    public static Result toAsl(String definition, Park park) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Invalid(List<Problem> problems) -> new Result.Refused(problems);
            case Asl.Parsed.Valid valid -> Export.of(definition, valid.machine(), park);
        };
    }
}
