package dev.skald.core;

import static dev.skald.core.EventCodec.ACTIVITY;
import static dev.skald.core.EventCodec.FUNCTION;
import static dev.skald.core.EventCodec.INTEGRATION;
import static dev.skald.core.EventCodec.VERSION;

import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import dev.skald.core.EventCodec.Component;
import dev.skald.core.EventCodec.Kind;
import dev.skald.core.EventCodec.Tag;
import dev.skald.core.EventCodec.UnreadableEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one chunk of the journal, in the format of {@link EventCodec}. Whatever it does not expect, it refuses. */
final class EventReader {
    private final JsonParser in;
    private final List<Payload> payloads = new ArrayList<>();
    private final List<TaskResource> resources = new ArrayList<>();
    private long lastMillis;

    /** The components of the event being read; each is taken out once. */
    private final Map<Component, Object> components = new EnumMap<>(Component.class);

    EventReader(JsonParser in) {
        this.in = in;
    }

    List<Event> chunk() {
        next(JsonToken.START_ARRAY);
        int version = nextInt();
        if (version < 1 || version > VERSION)
            throw new UnreadableEvents(
                    "The chunk has format version " + version + ", this Skald reads up to " + VERSION);
        List<Event> events = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_ARRAY) events.add(event());
        expect(JsonToken.END_ARRAY);
        if (in.nextToken() != null) throw new UnreadableEvents("Something follows the chunk");
        return events;
    }

    private Event event() {
        Tag tag = tag(nextText());
        long sequence = nextLong();
        long id = nextLong();
        long previousId = nextLong();
        lastMillis = Math.addExact(lastMillis, nextLong());
        int scope = nextInt();
        components();
        Event.Detail detail = detail(tag);
        if (!components.isEmpty()) throw new UnreadableEvents("Components that " + tag.text + " does not have");
        next(JsonToken.END_ARRAY);
        return new Event(sequence, id, previousId, Instant.ofEpochMilli(lastMillis), scope, detail);
    }

    private static Tag tag(String name) {
        Tag tag = Tag.BY_NAME.get(name);
        if (tag == null) throw new UnreadableEvents("Unknown type of event: " + name);
        return tag;
    }

    private void components() {
        next(JsonToken.START_OBJECT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Component component = Component.BY_NAME.get(name);
            if (component == null) throw new UnreadableEvents("Unknown component of an event: " + name);
            in.nextToken();
            if (components.put(component, value(component.kind)) != null)
                throw new UnreadableEvents("Repeated component: " + name);
        }
        expect(JsonToken.END_OBJECT);
    }

    private Object value(Kind kind) {
        return switch (kind) {
            case TEXT -> text();
            case TEXTS -> texts();
            case NUMBER -> number();
            case FLAG -> in.getBooleanValue();
            case PAYLOAD -> payload();
            case RESOURCE -> resource();
        };
    }

    private Event.Detail detail(Tag tag) {
        return switch (tag) {
            case EXECUTION_STARTED ->
                new Event.ExecutionStarted(
                        payload(Component.INPUT),
                        text(Component.START_AT),
                        instantOrNull(Component.TIMEOUT_AT),
                        callerOrNull(),
                        mark(Component.SAGA));
            case EXECUTION_SUCCEEDED ->
                new Event.ExecutionSucceeded(payload(Component.OUTPUT), runClass(RunClass.Success));
            case EXECUTION_FAILED -> new Event.ExecutionFailed(error(), cause(), runClass(RunClass.UnknownFailure));
            case EXECUTION_TIMED_OUT ->
                new Event.ExecutionTimedOut(error(), cause(), runClass(RunClass.UnknownFailure));
            case EXECUTION_ABORTED -> new Event.ExecutionAborted(error(), cause(), runClass(RunClass.UnknownFailure));
            case STATE_ENTERED ->
                new Event.StateEntered(stateType(), name(), payload(Component.INPUT), instantOrNull(Component.DUE_AT));
            case STATE_EXITED ->
                new Event.StateExited(
                        stateType(),
                        name(),
                        payload(Component.OUTPUT),
                        nextState(),
                        assigned(),
                        mark(Component.CAUGHT_BY_NAME));
            case EVALUATION_FAILED ->
                new Event.EvaluationFailed(
                        name(), text(Component.ERROR), text(Component.CAUSE), textOrNull(Component.LOCATION));
            case STATE_ABORTED -> new Event.StateAborted(stateType(), name());
            case TASK_SCHEDULED ->
                new Event.TaskScheduled(
                        resource(Component.RESOURCE),
                        payload(Component.PARAMETERS),
                        numberOrNull(Component.TIMEOUT_SECONDS),
                        numberOrNull(Component.HEARTBEAT_SECONDS),
                        payloadOrNull(Component.CREDENTIALS),
                        textOrNull(Component.SECRET),
                        text(Component.KEY),
                        textOrNull(Component.COMPENSATION));
            case TASK_STARTED ->
                new Event.TaskStarted(
                        resource(Component.RESOURCE),
                        textOrNull(Component.WORKER),
                        instantOrNull(Component.TIMEOUT_AT),
                        instantOrNull(Component.HEARTBEAT_AT));
            case TASK_SUBMITTED -> new Event.TaskSubmitted(resource(Component.RESOURCE), payload(Component.OUTPUT));
            case TASK_SUCCEEDED -> new Event.TaskSucceeded(resource(Component.RESOURCE), payload(Component.OUTPUT));
            case TASK_FAILED -> new Event.TaskFailed(resource(Component.RESOURCE), error(), cause(), effect());
            case TASK_TIMED_OUT -> new Event.TaskTimedOut(resource(Component.RESOURCE), flag(Component.HEARTBEAT));
            case PARALLEL_STARTED ->
                new Event.ParallelStarted(
                        payload(Component.INPUT), integer(Component.FIRST_SCOPE), texts(Component.BRANCHES));
            case PARALLEL_SUCCEEDED -> new Event.ParallelSucceeded();
            case PARALLEL_FAILED -> new Event.ParallelFailed(error(), cause());
            case MAP_STARTED ->
                new Event.MapStarted(
                        payload(Component.ITEMS), integer(Component.LENGTH), integer(Component.CONCURRENCY));
            case ITERATION_STARTED ->
                new Event.MapIterationStarted(
                        name(),
                        integer(Component.INDEX),
                        integer(Component.ITERATION),
                        payload(Component.INPUT),
                        text(Component.START_AT));
            case ITERATION_SUCCEEDED -> new Event.MapIterationSucceeded(name(), integer(Component.INDEX));
            case ITERATION_FAILED -> new Event.MapIterationFailed(name(), integer(Component.INDEX));
            case ITERATION_ABORTED -> new Event.MapIterationAborted(name(), integer(Component.INDEX));
            case MAP_SUCCEEDED -> new Event.MapSucceeded();
            case MAP_FAILED -> new Event.MapFailed(error(), cause());
            case DISTRIBUTED_MAP_STARTED -> new Event.DistributedMapStarted(integer(Component.LENGTH));
            case MAP_RUN_STARTED ->
                new Event.MapRunStarted(
                        MapRun.of(payload(Component.MAP_RUN), payloadOrNull(Component.ITEMS)),
                        textOrNull(Component.COMPENSATION));
            case MAP_RUN_SUCCEEDED -> new Event.MapRunSucceeded();
            case MAP_RUN_FAILED -> new Event.MapRunFailed(text(Component.ERROR), cause());
            case MAP_RUN_ABORTED -> new Event.MapRunAborted();
            case MAP_RUN_REDRIVEN -> new Event.MapRunRedriven(name(), integer(Component.REDRIVE_COUNT));
            case RETRY_SCHEDULED -> new Event.RetryScheduled(integer(Component.RETRIER), instant(Component.DUE_AT));
            case HEARTBEAT_RECORDED -> new Event.HeartbeatRecorded(instant(Component.HEARTBEAT_AT));
            case EXECUTION_REDRIVEN ->
                new Event.ExecutionRedriven(
                        integer(Component.REDRIVE_COUNT),
                        instantOrNull(Component.TIMEOUT_AT),
                        textOrNull(Component.CLIENT_TOKEN),
                        payloadOrNull(Component.INPUT),
                        textOrNull(Component.DEFINITION));
            case STATE_REDRIVEN -> new Event.StateRedriven(instantOrNull(Component.DUE_AT));
            case STEP_RECORDED -> new Event.StepRecorded(payload(Component.RECORD));
            case PIVOT_PASSED -> new Event.PivotPassed();
            case PIVOT_OVERDUE -> new Event.PivotOverdue();
            case DRAIN_STARTED ->
                new Event.DrainStarted(integer(Component.FAILED_SCOPE), failure(), instant(Component.DUE_AT));
            case DRAINED -> new Event.Drained();
            case UNDO_STARTED ->
                new Event.UndoStarted(
                        constant(Event.Handler.class, text(Component.HANDLER)), integer(Component.INDEX), failure());
            case COMPENSATION_STARTED ->
                new Event.CompensationStarted(
                        constant(Status.class, text(Component.STATUS)),
                        error(),
                        cause(),
                        flag(Component.PARKED),
                        instant(Component.DUE_AT));
            case COMPENSATION_BEGUN ->
                new Event.CompensationBegun(number(Component.STEP), integer(Component.COMPENSATION_SCOPE));
            case COMPENSATION_GIVEN_UP -> new Event.CompensationGivenUp(flag(Component.GOES_ON));
            case COMPENSATION_ENDED -> new Event.CompensationEnded();
            case STEP_PARKED -> new Event.StepParked(error(), cause(), mark(Component.IN_DOUBT));
            case TASK_ANSWERED -> new Event.TaskAnswered(text(Component.WHO), text(Component.WHY));
            case OPERATOR_ACTED ->
                new Event.OperatorActed(
                        constant(OperatorAction.class, text(Component.ACTION)),
                        number(Component.PARK),
                        text(Component.WHO),
                        text(Component.WHY),
                        payloadOrNull(Component.INPUT));
        };
    }

    // Components, taken out.

    private @Nullable Object take(Component component) {
        return components.remove(component);
    }

    private <T> T required(Component component, @Nullable T value) {
        if (value == null) throw new UnreadableEvents("Missing component: " + component.text);
        return value;
    }

    private String text(Component component) {
        return required(component, textOrNull(component));
    }

    private @Nullable String textOrNull(Component component) {
        return (String) take(component);
    }

    private List<String> texts(Component component) {
        @SuppressWarnings("unchecked") // its kind says so
        var texts = (List<String>) take(component);
        return required(component, texts);
    }

    private Payload payload(Component component) {
        return required(component, payloadOrNull(component));
    }

    private @Nullable Payload payloadOrNull(Component component) {
        return (Payload) take(component);
    }

    private TaskResource resource(Component component) {
        return required(component, (TaskResource) take(component));
    }

    private boolean flag(Component component) {
        return required(component, (Boolean) take(component));
    }

    /** A flag that is written only when it is set. */
    private boolean mark(Component component) {
        return Boolean.TRUE.equals(take(component));
    }

    private Failure failure() {
        return new Failure(text(Component.ERROR_NAME), error(), cause(), flag(Component.OF_TASK));
    }

    private long number(Component component) {
        return required(component, numberOrNull(component));
    }

    private @Nullable Long numberOrNull(Component component) {
        return (Long) take(component);
    }

    private int integer(Component component) {
        return Math.toIntExact(required(component, numberOrNull(component)));
    }

    private Instant instant(Component component) {
        return required(component, instantOrNull(component));
    }

    private @Nullable Instant instantOrNull(Component component) {
        Long millis = numberOrNull(component);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private String name() {
        return text(Component.NAME);
    }

    private @Nullable String error() {
        return textOrNull(Component.ERROR);
    }

    private @Nullable String cause() {
        return textOrNull(Component.CAUSE);
    }

    private StateType stateType() {
        return constant(StateType.class, text(Component.STATE_TYPE));
    }

    private Effect effect() {
        return constant(Effect.class, text(Component.EFFECT));
    }

    private RunClass runClass(RunClass expected) {
        String name = textOrNull(Component.RUN_CLASS);
        return name == null ? expected : constant(RunClass.class, name);
    }

    private @Nullable Caller callerOrNull() {
        Long execution = numberOrNull(Component.CALLER);
        if (execution == null) return null;
        return new Caller(execution, required(Component.CALLER_TASK, numberOrNull(Component.CALLER_TASK)));
    }

    private Map<String, Payload> assigned() {
        Payload assigned = payloadOrNull(Component.ASSIGNED);
        return assigned == null ? Map.of() : Assigned.of(assigned);
    }

    private Next nextState() {
        String state = textOrNull(Component.NEXT);
        return state == null ? new Next.End() : new Next.To(state);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvents("Unknown " + type.getSimpleName() + ": " + name, e);
        }
    }

    // Values, as they come.

    private Payload payload() {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) return earlier(payloads);
        Payload payload = Payload.ofText(text());
        payloads.add(payload);
        return payload;
    }

    private TaskResource resource() {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) return earlier(resources);
        List<String> texts = texts();
        TaskResource resource = resource(texts);
        resources.add(resource);
        return resource;
    }

    private static TaskResource resource(List<String> texts) {
        String family = texts.isEmpty() ? "" : texts.getFirst();
        return switch (family + texts.size()) {
            case FUNCTION + 2 -> new TaskResource.LambdaFunction(texts.get(1));
            case ACTIVITY + 2 -> new TaskResource.Activity(texts.get(1));
            case INTEGRATION + 5 ->
                new TaskResource.Integration(
                        texts.get(1), texts.get(2), texts.get(3), constant(TaskResource.Pattern.class, texts.get(4)));
            default -> throw new UnreadableEvents("Unknown resource: " + texts);
        };
    }

    private <T> T earlier(List<T> values) {
        int number = in.getIntValue();
        if (number < 0 || number >= values.size()) throw new UnreadableEvents("No earlier value " + number);
        return values.get(number);
    }

    private List<String> texts() {
        expect(JsonToken.START_ARRAY);
        List<String> texts = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) texts.add(text());
        return List.copyOf(texts);
    }

    private String text() {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getString();
            case VALUE_EMBEDDED_OBJECT -> new String(in.getBinaryValue(), StandardCharsets.UTF_8);
            case START_ARRAY -> utf16();
            case null, default -> throw new UnreadableEvents("Expected a text but found " + in.currentToken());
        };
    }

    private String utf16() {
        next(JsonToken.VALUE_EMBEDDED_OBJECT);
        String text = ByteBuffer.wrap(in.getBinaryValue()).asCharBuffer().toString();
        next(JsonToken.END_ARRAY);
        return text;
    }

    private Long number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    private String nextText() {
        next(JsonToken.VALUE_STRING);
        return in.getString();
    }

    private long nextLong() {
        next(JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    private int nextInt() {
        next(JsonToken.VALUE_NUMBER_INT);
        return in.getIntValue();
    }

    private void next(JsonToken expected) {
        in.nextToken();
        expect(expected);
    }

    private void expect(JsonToken expected) {
        if (in.currentToken() != expected)
            throw new UnreadableEvents("Expected " + expected + " but found " + in.currentToken());
    }
}
