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
import dev.skald.core.EventCodec.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one chunk of the journal, in the format of {@link EventCodec}. */
final class EventWriter {
    private final JsonGenerator out;
    private final Map<Payload, Integer> payloads = new HashMap<>();
    private final Map<TaskResource, Integer> resources = new HashMap<>(4);
    private long lastMillis;

    EventWriter(JsonGenerator out) {
        this.out = out;
    }

    void chunk(List<Event> events) {
        out.writeStartArray();
        out.writeNumber(VERSION);
        for (Event event : events) event(event);
        out.writeEndArray();
    }

    private void event(Event event) {
        out.writeStartArray();
        detail(event, event.detail());
        out.writeEndObject();
        out.writeEndArray();
    }

    /** Writes all of the event up to the end of its components. */
    private void detail(Event event, Event.Detail detail) {
        switch (detail) {
            case Event.ExecutionStarted d ->
                head(event, Tag.EXECUTION_STARTED)
                        .put(Component.INPUT, d.input())
                        .put(Component.START_AT, d.startAt())
                        .put(Component.TIMEOUT_AT, d.timeoutAt())
                        .caller(d.caller())
                        .mark(Component.SAGA, d.saga());
            case Event.ExecutionSucceeded d ->
                head(event, Tag.EXECUTION_SUCCEEDED)
                        .put(Component.OUTPUT, d.output())
                        .runClass(d, RunClass.Success);
            case Event.ExecutionFailed d ->
                head(event, Tag.EXECUTION_FAILED).failure(d.error(), d.cause()).runClass(d, RunClass.UnknownFailure);
            case Event.ExecutionTimedOut d ->
                head(event, Tag.EXECUTION_TIMED_OUT)
                        .failure(d.error(), d.cause())
                        .runClass(d, RunClass.UnknownFailure);
            case Event.ExecutionAborted d ->
                head(event, Tag.EXECUTION_ABORTED).failure(d.error(), d.cause()).runClass(d, RunClass.UnknownFailure);
            case Event.StateEntered d ->
                head(event, Tag.STATE_ENTERED)
                        .state(d.type(), d.name())
                        .put(Component.INPUT, d.input())
                        .put(Component.DUE_AT, d.dueAt());
            case Event.StateExited d ->
                head(event, Tag.STATE_EXITED)
                        .state(d.type(), d.name())
                        .put(Component.OUTPUT, d.output())
                        .put(Component.NEXT, d.next() instanceof Next.To(String state) ? state : null)
                        .put(Component.ASSIGNED, d.assigned().isEmpty() ? null : Assigned.toPayload(d.assigned()))
                        .caughtByName(d.caughtByName());
            case Event.EvaluationFailed d ->
                head(event, Tag.EVALUATION_FAILED)
                        .put(Component.NAME, d.state())
                        .failure(d.error(), d.cause())
                        .put(Component.LOCATION, d.location());
            case Event.StateAborted d -> head(event, Tag.STATE_ABORTED).state(d.type(), d.name());
            case Event.TaskScheduled d ->
                head(event, Tag.TASK_SCHEDULED)
                        .put(Component.RESOURCE, d.resource())
                        .put(Component.PARAMETERS, d.parameters())
                        .put(Component.TIMEOUT_SECONDS, d.timeoutSeconds())
                        .put(Component.HEARTBEAT_SECONDS, d.heartbeatSeconds())
                        .put(Component.CREDENTIALS, d.credentials())
                        .put(Component.SECRET, d.tokenSecret())
                        .put(Component.KEY, d.key())
                        .put(Component.COMPENSATION, d.compensation());
            case Event.TaskStarted d ->
                head(event, Tag.TASK_STARTED)
                        .put(Component.RESOURCE, d.resource())
                        .put(Component.WORKER, d.workerName())
                        .put(Component.TIMEOUT_AT, d.timeoutAt())
                        .put(Component.HEARTBEAT_AT, d.heartbeatAt());
            case Event.TaskSubmitted d ->
                head(event, Tag.TASK_SUBMITTED)
                        .put(Component.RESOURCE, d.resource())
                        .put(Component.OUTPUT, d.output());
            case Event.TaskSucceeded d ->
                head(event, Tag.TASK_SUCCEEDED)
                        .put(Component.RESOURCE, d.resource())
                        .put(Component.OUTPUT, d.output());
            case Event.TaskFailed d ->
                head(event, Tag.TASK_FAILED)
                        .put(Component.RESOURCE, d.resource())
                        .failure(d.error(), d.cause())
                        .put(Component.EFFECT, d.effect().name());
            case Event.TaskTimedOut d ->
                head(event, Tag.TASK_TIMED_OUT)
                        .put(Component.RESOURCE, d.resource())
                        .put(Component.HEARTBEAT, d.heartbeat());
            case Event.ParallelStarted d ->
                head(event, Tag.PARALLEL_STARTED)
                        .put(Component.INPUT, d.arguments())
                        .put(Component.FIRST_SCOPE, d.firstScope())
                        .put(Component.BRANCHES, d.startAt());
            case Event.ParallelSucceeded _ -> head(event, Tag.PARALLEL_SUCCEEDED);
            case Event.ParallelFailed d -> head(event, Tag.PARALLEL_FAILED).failure(d.error(), d.cause());
            case Event.MapStarted d ->
                head(event, Tag.MAP_STARTED)
                        .put(Component.ITEMS, d.items())
                        .put(Component.LENGTH, d.length())
                        .put(Component.CONCURRENCY, d.concurrency());
            case Event.MapIterationStarted d ->
                head(event, Tag.ITERATION_STARTED)
                        .iteration(d.name(), d.index())
                        .put(Component.ITERATION, d.iteration())
                        .put(Component.INPUT, d.input())
                        .put(Component.START_AT, d.startAt());
            case Event.MapIterationSucceeded d ->
                head(event, Tag.ITERATION_SUCCEEDED).iteration(d.name(), d.index());
            case Event.MapIterationFailed d -> head(event, Tag.ITERATION_FAILED).iteration(d.name(), d.index());
            case Event.MapIterationAborted d ->
                head(event, Tag.ITERATION_ABORTED).iteration(d.name(), d.index());
            case Event.MapSucceeded _ -> head(event, Tag.MAP_SUCCEEDED);
            case Event.MapFailed d -> head(event, Tag.MAP_FAILED).failure(d.error(), d.cause());
            case Event.DistributedMapStarted d ->
                head(event, Tag.DISTRIBUTED_MAP_STARTED).put(Component.LENGTH, d.length());
            case Event.MapRunStarted d ->
                head(event, Tag.MAP_RUN_STARTED)
                        .put(Component.MAP_RUN, d.run().toPayload())
                        .put(Component.ITEMS, d.run().items())
                        .put(Component.COMPENSATION, d.compensation());
            case Event.MapRunSucceeded _ -> head(event, Tag.MAP_RUN_SUCCEEDED);
            case Event.MapRunFailed d -> head(event, Tag.MAP_RUN_FAILED).failure(d.error(), d.cause());
            case Event.MapRunAborted _ -> head(event, Tag.MAP_RUN_ABORTED);
            case Event.MapRunRedriven d ->
                head(event, Tag.MAP_RUN_REDRIVEN)
                        .put(Component.NAME, d.mapRunArn())
                        .put(Component.REDRIVE_COUNT, d.redriveCount());
            case Event.RetryScheduled d ->
                head(event, Tag.RETRY_SCHEDULED)
                        .put(Component.RETRIER, d.retrier())
                        .put(Component.DUE_AT, d.at());
            case Event.ExecutionRedriven d ->
                head(event, Tag.EXECUTION_REDRIVEN)
                        .put(Component.REDRIVE_COUNT, d.redriveCount())
                        .put(Component.TIMEOUT_AT, d.timeoutAt())
                        .put(Component.CLIENT_TOKEN, d.clientToken())
                        .put(Component.INPUT, d.input())
                        .put(Component.DEFINITION, d.definition());
            case Event.StateRedriven d -> head(event, Tag.STATE_REDRIVEN).put(Component.DUE_AT, d.dueAt());
            case Event.HeartbeatRecorded d ->
                head(event, Tag.HEARTBEAT_RECORDED).put(Component.HEARTBEAT_AT, d.heartbeatAt());
            case Event.StepRecorded d -> head(event, Tag.STEP_RECORDED).put(Component.RECORD, d.record());
            case Event.PivotPassed _ -> head(event, Tag.PIVOT_PASSED);
            case Event.PivotOverdue _ -> head(event, Tag.PIVOT_OVERDUE);
            case Event.DrainStarted d ->
                head(event, Tag.DRAIN_STARTED)
                        .put(Component.FAILED_SCOPE, d.failedScope())
                        .failure(d.failure())
                        .put(Component.DUE_AT, d.until());
            case Event.Drained _ -> head(event, Tag.DRAINED);
            case Event.CompensationEnded _ -> head(event, Tag.COMPENSATION_ENDED);
            case Event.UndoStarted d ->
                head(event, Tag.UNDO_STARTED)
                        .put(Component.HANDLER, d.handler().name())
                        .put(Component.INDEX, d.index())
                        .failure(d.failure());
            case Event.CompensationStarted d ->
                head(event, Tag.COMPENSATION_STARTED)
                        .put(Component.STATUS, d.end().name())
                        .failure(d.error(), d.cause())
                        .put(Component.PARKED, d.parked())
                        .put(Component.DUE_AT, d.until());
            case Event.CompensationBegun d ->
                head(event, Tag.COMPENSATION_BEGUN)
                        .put(Component.STEP, (Long) d.step())
                        .put(Component.COMPENSATION_SCOPE, d.compensation());
            case Event.CompensationGivenUp d ->
                head(event, Tag.COMPENSATION_GIVEN_UP).put(Component.GOES_ON, d.goesOn());
            case Event.StepParked d ->
                head(event, Tag.STEP_PARKED).failure(d.error(), d.cause()).mark(Component.IN_DOUBT, d.inDoubt());
            case Event.TaskAnswered d ->
                head(event, Tag.TASK_ANSWERED).put(Component.WHO, d.who()).put(Component.WHY, d.why());
            case Event.OperatorActed d ->
                head(event, Tag.OPERATOR_ACTED)
                        .put(Component.ACTION, d.action().name())
                        .put(Component.PARK, (Long) d.park())
                        .put(Component.WHO, d.who())
                        .put(Component.WHY, d.why())
                        .put(Component.INPUT, d.payload());
        }
    }

    private EventWriter head(Event event, Tag type) {
        long millis = event.at().toEpochMilli();
        out.writeString(type.text);
        out.writeNumber(event.sequence());
        out.writeNumber(event.id());
        out.writeNumber(event.previousId());
        out.writeNumber(millis - lastMillis);
        out.writeNumber(event.scope());
        out.writeStartObject();
        lastMillis = millis;
        return this;
    }

    private EventWriter state(StateType type, String name) {
        return put(Component.STATE_TYPE, type.name()).put(Component.NAME, name);
    }

    /** Written only when it is not what the type of the event says. */
    private EventWriter runClass(Event.End end, RunClass expected) {
        RunClass runClass = end.runClass();
        return runClass == expected ? this : put(Component.RUN_CLASS, runClass.name());
    }

    private EventWriter caughtByName(boolean caught) {
        return caught ? put(Component.CAUGHT_BY_NAME, true) : this;
    }

    private EventWriter failure(@Nullable String error, @Nullable String cause) {
        return put(Component.ERROR, error).put(Component.CAUSE, cause);
    }

    private EventWriter failure(Failure failure) {
        return put(Component.ERROR_NAME, failure.name())
                .failure(failure.error(), failure.cause())
                .put(Component.OF_TASK, failure.ofTask());
    }

    private EventWriter mark(Component component, boolean flag) {
        return flag ? put(component, true) : this;
    }

    private EventWriter iteration(String name, int index) {
        return put(Component.NAME, name).put(Component.INDEX, index);
    }

    private EventWriter put(Component component, @Nullable String text) {
        if (text == null) return this;
        out.writeName(component.text);
        text(text);
        return this;
    }

    private EventWriter put(Component component, List<String> texts) {
        out.writeName(component.text);
        out.writeStartArray();
        for (String text : texts) text(text);
        out.writeEndArray();
        return this;
    }

    private EventWriter caller(@Nullable Caller caller) {
        if (caller == null) return this;
        return put(Component.CALLER, (Long) caller.executionId()).put(Component.CALLER_TASK, (Long) caller.sequence());
    }

    private EventWriter put(Component component, @Nullable Instant instant) {
        return put(component, instant == null ? null : (Long) instant.toEpochMilli());
    }

    private EventWriter put(Component component, @Nullable Long number) {
        if (number == null) return this;
        out.writeName(component.text);
        out.writeNumber(number);
        return this;
    }

    private EventWriter put(Component component, int number) {
        out.writeName(component.text);
        out.writeNumber(number);
        return this;
    }

    private EventWriter put(Component component, boolean flag) {
        out.writeName(component.text);
        out.writeBoolean(flag);
        return this;
    }

    private EventWriter put(Component component, @Nullable Payload payload) {
        if (payload == null) return this;
        out.writeName(component.text);
        Integer known = payloads.putIfAbsent(payload, payloads.size());
        if (known == null) text(payload.text());
        else out.writeNumber(known);
        return this;
    }

    private EventWriter put(Component component, TaskResource resource) {
        out.writeName(component.text);
        Integer known = resources.putIfAbsent(resource, resources.size());
        if (known == null) resource(resource);
        else out.writeNumber(known);
        return this;
    }

    private void resource(TaskResource resource) {
        out.writeStartArray();
        switch (resource) {
            case TaskResource.LambdaFunction(String arn) -> texts(FUNCTION, arn);
            case TaskResource.Activity(String arn) -> texts(ACTIVITY, arn);
            case TaskResource.Integration(String arn, String service, String action, TaskResource.Pattern pattern) ->
                texts(INTEGRATION, arn, service, action, pattern.name());
        }
        out.writeEndArray();
    }

    private void texts(String... texts) {
        for (String text : texts) text(text);
    }

    /** UTF-8 cannot hold half a surrogate pair, which Java and JSON can: such a text is stored in UTF-16. */
    private void text(String text) {
        if (text.length() >= EventCodec.LONG_TEXT) longText(text);
        else if (isWellFormed(text)) out.writeString(text);
        else utf16(text);
    }

    /** There and back is how the JDK tells fastest whether nothing was lost. */
    private void longText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (new String(utf8, StandardCharsets.UTF_8).equals(text)) out.writeBinary(utf8);
        else utf16(text);
    }

    /** Char by char: the charset UTF-16 would replace half a pair as well. */
    private void utf16(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        bytes.asCharBuffer().put(text);
        out.writeStartArray();
        out.writeBinary(bytes.array());
        out.writeEndArray();
    }

    private static boolean isWellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            if (!Character.isHighSurrogate(c) || ++i == length || !Character.isLowSurrogate(text.charAt(i)))
                return false;
        }
        return true;
    }
}
