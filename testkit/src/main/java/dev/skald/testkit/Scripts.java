package dev.skald.testkit;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.SimulatedCalls;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskFailure;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.testkit.TaskScript.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who does the tasks of a test: the script of the state, else that of the function. */
final class Scripts implements FunctionInvoker, JobPerformer {
    private final SimulatedCalls calls;
    private final Map<String, TaskScript> functions = new HashMap<>();
    private final Map<String, TaskScript> states = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, TaskOutcome> jobs = new HashMap<>();

    Scripts(SimulatedCalls calls) {
        this.calls = calls;
    }

    TaskScript function(String name) {
        return functions.computeIfAbsent(name, TaskScript::new);
    }

    TaskScript state(String name) {
        return states.computeIfAbsent(name, TaskScript::new);
    }

    /** The token that a state waits for; null when none was handed out. */
    @Nullable
    String token(String state) {
        return tokens.get(state);
    }

    private boolean handsOver(TaskCall call) {
        if (call.taskToken() == null) return false;
        tokens.put(call.state(), call.taskToken());
        return true;
    }

    /** Null when nobody has scripted it. */
    private @Nullable TaskScript of(FunctionCall call) {
        TaskScript ofState = states.get(call.task().state());
        return ofState != null ? ofState : functions.get(call.function().name());
    }

    // Functions.

    @Override
    public boolean invokes(FunctionName function) {
        return true;
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        boolean handedOver = handsOver(call.task());
        TaskScript script = of(call);
        if (script == null) return handedOver ? new FunctionResult.Returned(Payload.EMPTY_OBJECT) : notScripted(call);
        TaskOutcome outcome = outcome(script, call.payload(), call.task(), call.step());
        return switch (outcome) {
            case TaskOutcome.Succeeded(var result) -> new FunctionResult.Returned(result);
            case TaskOutcome.Failed(var error, var cause, var effect)
            when effect == Effect.UNCERTAIN && error == null -> new FunctionResult.Unreadable(String.valueOf(cause));
            case TaskOutcome.Failed(var error, var cause, var effect) ->
                new FunctionResult.Raised(error, errorPayload(error, cause), effect);
        };
    }

    private static FunctionResult notScripted(FunctionCall call) {
        String name = call.function().name();
        String message = "The test has no script for it: skald.function(\"" + name + "\") or skald.state(\""
                + call.task().state() + "\")";
        return new FunctionResult.Refused("ResourceNotFoundException", message, 404, "");
    }

    private static String errorPayload(@Nullable String error, @Nullable String cause) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        return payload.put("errorMessage", cause).put("errorType", error).toString();
    }

    private TaskOutcome outcome(TaskScript script, Payload input, TaskCall task, StepContext step)
            throws InterruptedException {
        Answer answer = script.next(new Call(task.state(), task.key(), input));
        if (!script.duration().isZero()) calls.pass(script.duration());
        return switch (answer) {
            case Answer.Returns(var result) -> new TaskOutcome.Succeeded(result);
            case Answer.Fails(var error, var cause) -> new TaskOutcome.Failed(error, cause, Effect.REPORTED);
            case Answer.BreaksOff _ -> new TaskOutcome.Failed(null, "The call broke off.", Effect.UNCERTAIN);
            case Answer.Hangs _ -> {
                calls.hang();
                throw new IllegalStateException("it hangs");
            }
            case Answer.Does(var handler) -> handled(handler, input, step);
        };
    }

    private static TaskOutcome handled(Handler handler, Payload input, StepContext step) throws InterruptedException {
        try {
            Payload result = handler.handle(input, step);
            return new TaskOutcome.Succeeded(result == null ? Payload.NULL : result);
        } catch (TaskFailure failure) {
            return new TaskOutcome.Failed(failure.error(), failure.getMessage(), failure.effect());
        } catch (InterruptedException givenUp) {
            throw givenUp;
        } catch (Exception failure) {
            return new TaskOutcome.Failed(failure.getClass().getName(), failure.getMessage(), Effect.REPORTED);
        }
    }

    // Other services, by the state that calls them.

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && !integration.service().equals("lambda");
    }

    @Override
    public String limitedBy(TaskCall call) {
        return call.resource().arn();
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        boolean handedOver = handsOver(call);
        TaskScript script = states.get(call.state());
        if (script == null && handedOver) return new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT);
        if (script == null)
            return new TaskOutcome.Failed(
                    "States.Runtime",
                    "The test has no script for it: skald.state(\"" + call.state() + "\")",
                    Effect.NONE);
        TaskOutcome outcome = named(outcome(script, call.parameters(), call, step(call)));
        if (!call.resource().waitsForJob()) return outcome;
        jobs.put(call.attemptId(), outcome);
        return new TaskOutcome.Succeeded(call.parameters());
    }

    private static TaskOutcome named(TaskOutcome outcome) {
        return outcome instanceof TaskOutcome.Failed(var error, var cause, var effect) && error == null
                ? new TaskOutcome.Failed("States.TaskFailed", cause, effect)
                : outcome;
    }

    private static StepContext step(TaskCall call) {
        return new StepContext(
                call.key(),
                call.attemptId(),
                call.executionArn(),
                call.state(),
                call.retryCount(),
                call.deadline(),
                call.taskToken());
    }

    @Override
    public JobState look(TaskCall call, Payload submitted) {
        TaskOutcome outcome = jobs.get(call.attemptId());
        return outcome == null ? new JobState.Running(Duration.ofMinutes(1)) : new JobState.Ended(outcome);
    }

    @Override
    public void cancel(TaskCall call, Payload submitted) {
        jobs.remove(call.attemptId());
    }
}
