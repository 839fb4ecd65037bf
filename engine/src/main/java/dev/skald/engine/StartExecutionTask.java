package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Caller;
import dev.skald.core.Effect;
import dev.skald.core.Status;
import dev.skald.core.TaskToken;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tasks with {@code arn:aws:states:::states:startExecution}, in all patterns: another execution of this engine. Section
 * 2.3 of the reference.
 *
 * <p>An execution without a given name gets one that follows from the attempt, so that an attempt which is repeated after
 * a crash starts nothing anew.
 */
final class StartExecutionTask implements JobPerformer {
    /**
     * How often a task looks at an execution that will tell it when it ends: only for the case that the process dies in
     * between.
     */
    static final Duration LOOK_AT_OWN = Duration.ofMinutes(10);

    /** How often it looks at one that someone else had started under the same name. */
    static final Duration LOOK_AT_OTHERS = Duration.ofSeconds(5);

    private static final Set<String> OPEN_OUTCOMES = Set.of("InternalFailure", "ServiceUnavailable");

    private static final String NO_PARAMETER = "null";

    private final Engine engine;

    StartExecutionTask(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.startsExecution();
    }

    @Override
    public String limitedBy(TaskCall call) {
        return "states:startExecution";
    }

    // Start.

    @Override
    public TaskOutcome perform(TaskCall call) {
        String requestId = uuid(call, "request");
        try {
            return new TaskOutcome.Succeeded(StartedExecution.of(start(call), requestId));
        } catch (ServiceException refused) {
            String name = "StepFunctions." + exceptionName(refused.code());
            return new TaskOutcome.Failed(name, cause(refused, requestId), effect(refused));
        }
    }

    /** Of a start whose answer did not come in time nobody knows whether it is stored. */
    private static Effect effect(ServiceException refused) {
        return OPEN_OUTCOMES.contains(refused.code()) ? Effect.UNCERTAIN : Effect.NONE;
    }

    private ExecutionRow start(TaskCall call) {
        JsonNode parameters = call.parameters().node();
        String machine = text(parameters, "StateMachineArn", NO_PARAMETER);
        String name = text(parameters, "Name", uuid(call, "name"));
        Payload input = input(parameters.get("Input"));
        try {
            return engine.start.start(machine, name, input, null, caller(call));
        } catch (ServiceException refused) {
            if (!call.repeated() || !refused.code().equals(StartExecution.ALREADY_EXISTS)) throw refused;
            return startedBefore(machine, name, input, refused);
        }
    }

    /** The attempt is repeated after a crash, and what it started has ended meanwhile. */
    private ExecutionRow startedBefore(String machine, String name, Payload input, ServiceException refused) {
        return engine.stored
                .row(Arns.execution(machineArn(machine), name))
                .filter(row -> row.inputHash().equals(Definitions.hash(input.text())))
                .orElseThrow(() -> refused);
    }

    private static Payload input(@Nullable JsonNode input) {
        if (input == null || input.isNull()) return Payload.EMPTY_OBJECT;
        if (!input.isString()) return Payload.of(input);
        try {
            return Payload.parse(input.stringValue());
        } catch (MalformedJson malformed) {
            throw Refusals.invalidExecutionInput(malformed.message());
        }
    }

    private static @Nullable Caller caller(TaskCall call) {
        if (!call.resource().waitsForJob() || call.taskToken() == null) return null;
        return TaskToken.parse(call.taskToken())
                .map(token -> new Caller(token.executionId(), token.sequence()))
                .orElse(null);
    }

    private static String text(JsonNode parameters, String name, String absent) {
        JsonNode value = parameters.get(name);
        if (value == null || value.isNull()) return absent;
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String uuid(TaskCall call, String purpose) {
        return uuid(call.executionArn(), call.attemptId(), purpose);
    }

    /** Follows from the attempt. */
    private static String uuid(String executionArn, String attemptId, String purpose) {
        String seed = executionArn + '\n' + attemptId + '\n' + purpose;
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String exceptionName(String code) {
        return code.endsWith("Exception") ? code : code + "Exception";
    }

    private static String cause(ServiceException refused, String requestId) {
        return refused.message() + " (Service: AWSStepFunctions; Status Code: 400; Error Code: " + refused.code()
                + "; Request ID: " + requestId + "; Proxy: null)";
    }

    /** The ARN of what an attempt would have started. */
    static String started(String executionArn, String attemptId, JsonNode parameters) {
        String machine = text(parameters, "StateMachineArn", NO_PARAMETER);
        String name = text(parameters, "Name", uuid(executionArn, attemptId, "name"));
        return Arns.execution(machineArn(machine), name);
    }

    /** Without version, alias or test case. */
    private static String machineArn(String asked) {
        return QualifiedArn.parse(MockedTasks.Start.of(asked).arn()).stateMachineArn();
    }

    // Wait for its end.

    @Override
    public JobState look(TaskCall call, Payload submitted) {
        try {
            ExecutionRow row = engine.stored.require(arn(submitted));
            if (row.status().terminal()) return new JobState.Ended(ended(call, row));
            return new JobState.Running(startedFor(row, caller(call)) ? LOOK_AT_OWN : LOOK_AT_OTHERS);
        } catch (ServiceException gone) {
            return new JobState.Ended(new TaskOutcome.Failed(ErrorName.TASK_FAILED, gone.message(), Effect.UNCERTAIN));
        } catch (StoreException unreadable) {
            return new JobState.Running(LOOK_AT_OTHERS);
        }
    }

    private boolean startedFor(ExecutionRow row, @Nullable Caller caller) {
        return caller != null && caller.equals(engine.stored.started(row).caller());
    }

    private TaskOutcome ended(TaskCall call, ExecutionRow row) {
        ExecutionDescription ended = engine.describe.ended(row);
        String refusal = engine.redrive.refusal(ended).orElse(null);
        boolean parsed = call.resource() instanceof TaskResource.Integration integration
                && integration.pattern() == TaskResource.Pattern.SYNC_2;
        if (ended.result().status() == Status.SUCCEEDED)
            return new TaskOutcome.Succeeded(EndedExecution.of(ended, refusal, parsed));
        String cause = EndedExecution.of(ended, refusal, false).text();
        return new TaskOutcome.Failed(ErrorName.TASK_FAILED, cause, effect(row));
    }

    /** A saga that failed has undone what it did, unless it says otherwise; what was cut off may have done something. */
    private static Effect effect(ExecutionRow failed) {
        return switch (failed.sagaStatus()) {
            case COMPENSATED -> Effect.REPORTED;
            case NONE -> failed.status() == Status.FAILED ? Effect.REPORTED : Effect.UNCERTAIN;
            case ACTIVE, COMPENSATING, PARKED, COMPENSATION_FAILED, ABANDONED, COMMITTED -> Effect.UNCERTAIN;
        };
    }

    @Override
    public void cancel(TaskCall call, Payload submitted) {
        engine.stop.stop(arn(submitted), null, null);
    }

    private static String arn(Payload submitted) {
        return submitted.node().path("ExecutionArn").asString();
    }
}
