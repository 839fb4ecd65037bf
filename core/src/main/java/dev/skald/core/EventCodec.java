package dev.skald.core;

import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/**
 * Encodes the events of one append, a chunk of the journal, as binary JSON (Smile).
 *
 * <pre>
 * chunk    = [ version, event* ]
 * event    = [ type, sequence, id, previousId, milliseconds since the event before, scope, { component* } ]
 * text     = a string; if it is long, bytes of UTF-8; if UTF-8 cannot hold it, [ bytes of UTF-16 ]
 * payload  = its text where it occurs first in the chunk, afterwards the number of that occurrence: 0, 1, ...
 * resource = [ family, text* ] where it occurs first in the chunk, afterwards the number of that occurrence
 * </pre>
 *
 * <p>Components that are null are left out. Types and components are named by short texts that never change; both are only
 * ever added, each addition with a new version. A reader refuses what it does not know: to skip an event would be to make
 * up another history.
 */
public final class EventCodec {
    /** What this code writes, and the newest that it reads. 2: variables, redrives. 3: Map Runs. 4: sagas. */
    static final int VERSION = 5;

    /** Most chunks are smaller; a larger one grows. */
    private static final int TYPICAL_BYTES = 1024;

    /** From so many characters on, a text is stored as bytes of UTF-8, which the JDK copies faster than Smile writes. */
    static final int LONG_TEXT = 256;

    /** No limit here: what was stored must be read, and what may be stored is limited where it is made. */
    private static final SmileFactory SMILE = SmileFactory.builder()
            .enable(SmileWriteFeature.CHECK_SHARED_STRING_VALUES)
            .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private EventCodec() {}

    /** Bytes that are no chunk, or one that a newer Skald wrote. Nothing of it may be used. */
    public static final class UnreadableEvents extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        UnreadableEvents(String message) {
            super(message);
        }

        UnreadableEvents(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The chunk of these events. */
    public static byte[] encode(List<Event> events) {
        var bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = SMILE.createGenerator(ObjectWriteContext.empty(), bytes)) {
            new EventWriter(out).chunk(events);
        }
        return bytes.toByteArray();
    }

    /**
     * The events of a chunk. Payloads that were equal are one instance.
     *
     * @throws UnreadableEvents if the bytes are no chunk, or a newer Skald wrote them
     */
    public static List<Event> decode(byte[] chunk) {
        try (JsonParser in = SMILE.createParser(ObjectReadContext.empty(), chunk)) {
            return new EventReader(in).chunk();
        } catch (JacksonException | DateTimeException | ArithmeticException e) {
            throw new UnreadableEvents("The bytes are no chunk of events: " + e.getMessage(), e);
        }
    }

    /** The types of events, each with its name in the format. */
    enum Tag {
        EXECUTION_STARTED("started"),
        EXECUTION_SUCCEEDED("succeeded"),
        EXECUTION_FAILED("failed"),
        EXECUTION_TIMED_OUT("timedOut"),
        EXECUTION_ABORTED("aborted"),
        STATE_ENTERED("entered"),
        STATE_EXITED("exited"),
        EVALUATION_FAILED("evaluationFailed"),
        STATE_ABORTED("stateAborted"),
        TASK_SCHEDULED("taskScheduled"),
        TASK_STARTED("taskStarted"),
        TASK_SUBMITTED("taskSubmitted"),
        TASK_SUCCEEDED("taskSucceeded"),
        TASK_FAILED("taskFailed"),
        TASK_TIMED_OUT("taskTimedOut"),
        PARALLEL_STARTED("parallelStarted"),
        PARALLEL_SUCCEEDED("parallelSucceeded"),
        PARALLEL_FAILED("parallelFailed"),
        MAP_STARTED("mapStarted"),
        ITERATION_STARTED("iterationStarted"),
        ITERATION_SUCCEEDED("iterationSucceeded"),
        ITERATION_FAILED("iterationFailed"),
        ITERATION_ABORTED("iterationAborted"),
        MAP_SUCCEEDED("mapSucceeded"),
        MAP_FAILED("mapFailed"),
        RETRY_SCHEDULED("retryScheduled"),
        HEARTBEAT_RECORDED("heartbeat"),
        EXECUTION_REDRIVEN("redriven"),
        STATE_REDRIVEN("stateRedriven"),
        DISTRIBUTED_MAP_STARTED("distributedMapStarted"),
        MAP_RUN_STARTED("mapRunStarted"),
        MAP_RUN_SUCCEEDED("mapRunSucceeded"),
        MAP_RUN_FAILED("mapRunFailed"),
        MAP_RUN_ABORTED("mapRunAborted"),
        MAP_RUN_REDRIVEN("mapRunRedriven"),
        STEP_RECORDED("stepRecorded"),
        PIVOT_PASSED("pivotPassed"),
        PIVOT_OVERDUE("pivotOverdue"),
        DRAIN_STARTED("drainStarted"),
        DRAINED("drained"),
        UNDO_STARTED("undoStarted"),
        COMPENSATION_STARTED("compensationStarted"),
        COMPENSATION_BEGUN("compensationBegun"),
        COMPENSATION_GIVEN_UP("compensationGivenUp"),
        COMPENSATION_ENDED("compensationEnded"),
        STEP_PARKED("stepParked"),
        OPERATOR_ACTED("operatorActed"),
        TASK_ANSWERED("taskAnswered");

        static final Map<String, Tag> BY_NAME =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.text, Function.identity()));

        final String text;

        Tag(String text) {
            this.text = text;
        }
    }

    /** What the value of a component is. */
    enum Kind {
        TEXT,
        TEXTS,
        NUMBER,
        FLAG,
        PAYLOAD,
        RESOURCE
    }

    /** The components of events, each with its name in the format. Instants are milliseconds since the epoch. */
    enum Component {
        INPUT("input", Kind.PAYLOAD),
        OUTPUT("output", Kind.PAYLOAD),
        PARAMETERS("parameters", Kind.PAYLOAD),
        CREDENTIALS("credentials", Kind.PAYLOAD),
        ITEMS("items", Kind.PAYLOAD),
        ASSIGNED("assigned", Kind.PAYLOAD),
        LOCATION("location", Kind.TEXT),
        RESOURCE("resource", Kind.RESOURCE),
        NAME("name", Kind.TEXT),
        STATE_TYPE("type", Kind.TEXT),
        NEXT("next", Kind.TEXT),
        ERROR("error", Kind.TEXT),
        CAUSE("cause", Kind.TEXT),
        EFFECT("effect", Kind.TEXT),
        KEY("key", Kind.TEXT),
        SECRET("secret", Kind.TEXT),
        WORKER("worker", Kind.TEXT),
        START_AT("startAt", Kind.TEXT),
        BRANCHES("branches", Kind.TEXTS),
        HEARTBEAT("heartbeat", Kind.FLAG),
        TIMEOUT_SECONDS("timeoutSeconds", Kind.NUMBER),
        HEARTBEAT_SECONDS("heartbeatSeconds", Kind.NUMBER),
        TIMEOUT_AT("timeoutAt", Kind.NUMBER),
        HEARTBEAT_AT("heartbeatAt", Kind.NUMBER),
        DUE_AT("dueAt", Kind.NUMBER),
        FIRST_SCOPE("firstScope", Kind.NUMBER),
        LENGTH("length", Kind.NUMBER),
        CONCURRENCY("concurrency", Kind.NUMBER),
        INDEX("index", Kind.NUMBER),
        ITERATION("iteration", Kind.NUMBER),
        RETRIER("retrier", Kind.NUMBER),
        REDRIVE_COUNT("redriveCount", Kind.NUMBER),
        CLIENT_TOKEN("clientToken", Kind.TEXT),
        DEFINITION("definition", Kind.TEXT),
        CALLER("caller", Kind.NUMBER),
        CALLER_TASK("callerTask", Kind.NUMBER),
        MAP_RUN("mapRun", Kind.PAYLOAD),
        SAGA("saga", Kind.FLAG),
        COMPENSATION("compensation", Kind.TEXT),
        RECORD("record", Kind.PAYLOAD),
        FAILED_SCOPE("failedScope", Kind.NUMBER),
        ERROR_NAME("errorName", Kind.TEXT),
        OF_TASK("ofTask", Kind.FLAG),
        HANDLER("handler", Kind.TEXT),
        STATUS("status", Kind.TEXT),
        PARKED("parked", Kind.FLAG),
        STEP("step", Kind.NUMBER),
        COMPENSATION_SCOPE("compensationScope", Kind.NUMBER),
        GOES_ON("goesOn", Kind.FLAG),
        ACTION("action", Kind.TEXT),
        PARK("park", Kind.NUMBER),
        WHO("who", Kind.TEXT),
        WHY("why", Kind.TEXT),
        IN_DOUBT("inDoubt", Kind.FLAG),
        RUN_CLASS("runClass", Kind.TEXT),
        CAUGHT_BY_NAME("caughtByName", Kind.FLAG);

        static final Map<String, Component> BY_NAME = Arrays.stream(values())
                .collect(Collectors.toUnmodifiableMap(component -> component.text, Function.identity()));

        final String text;
        final Kind kind;

        Component(String text, Kind kind) {
            this.text = text;
            this.kind = kind;
        }
    }

    // The three kinds of resource, by the first text of their array.
    static final String FUNCTION = "function";
    static final String ACTIVITY = "activity";
    static final String INTEGRATION = "integration";
}
