package dev.skald.engine.matrix;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskRole;
import dev.skald.core.Effect;
import dev.skald.engine.SimulatedCalls;
import dev.skald.engine.matrix.FaultCase.Fate;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Whoever the Tasks of a run call: does what the case says, and keeps the ledger. */
final class Participants implements FunctionInvoker, JobPerformer {
    /** The key of an undo is that of its step and this. */
    static final String UNDO = "~undo";

    /** How long a call takes; who refuses is quicker, so that calls beside it are still in flight. */
    private static final Duration CALL = Duration.ofMillis(100);

    private static final Duration REFUSAL = Duration.ofMillis(50);
    private static final String THROTTLED = "TooManyRequestsException";
    private static final Duration LONG = Duration.ofDays(1);

    /** Services whose actions are told what to act on: that makes them repeatable. */
    private static final Set<String> TOLD = Set.of("dynamodb", "aws-sdk:dynamodb", "s3", "aws-sdk:s3");

    private final FaultCase faults;
    private final StepResults results;
    private final Ledger ledger;
    private final MatrixWorld world;
    private final Map<String, Fate> jobs = new HashMap<>();

    Participants(FaultCase faults, StepResults results, Ledger ledger, MatrixWorld world) {
        this.faults = faults;
        this.results = results;
        this.ledger = ledger;
        this.world = world;
    }

    /**
     * One call, however it came.
     *
     * @param participant in words, for those who send no key to it
     */
    record Call(
            String key,
            String attemptId,
            String state,
            Visit visit,
            boolean undoes,
            boolean keyed,
            String participant) {}

    Call call(String key, String attemptId, String state, boolean keyed, String participant) {
        boolean undoes = key.endsWith(UNDO);
        String step = undoes ? key.substring(0, key.length() - UNDO.length()) : key;
        Visit visit = ledger.visit(step, state);
        if (undoes || visit.role == TaskRole.UNDO) ledger.undoCalled(state);
        visit.participant = undoes ? visit.participant : participant;
        return new Call(key, attemptId, state, visit, undoes, keyed, participant);
    }

    /** What comes of it; a repeat of an attempt after a crash is no further attempt. */
    Fate fate(Call call) {
        Set<String> attempts = call.undoes ? call.visit.undoAttempts : call.visit.attempts;
        boolean repeated = !attempts.add(call.attemptId);
        int number = call.undoes ? 0 : call.visit.number;
        Fate fate = faults.fate(call.state, number, attempts.size() - 1);
        boolean crashed = repeated && (fate == Fate.CRASHES_BEFORE || fate == Fate.CRASHES_AFTER);
        return crashed ? Fate.SUCCEEDS : fate;
    }

    String errorOf(Call call) {
        return faults.errorOf(call.state, call.undoes ? 0 : call.visit.number);
    }

    Payload result(Call call, Payload sent) {
        return results.of(call.state, call.visit.number, sent);
    }

    /** The part of a call before its answer; false when there is none. */
    boolean takesEffect(Call call, Fate fate) {
        return switch (fate) {
            case SUCCEEDS -> happens(call, "does it and answers", true);
            case DELIVERED_TWICE -> {
                happens(call, "does it", true);
                yield happens(call, "gets the call a second time and answers", true);
            }
            case CRASHES_BEFORE, CRASHES_AFTER -> {
                world.crashAtNextCommit(fate == Fate.CRASHES_AFTER);
                yield happens(call, "does it and answers", true);
            }
            case DONE_UNHEARD -> happens(call, "does it, and no answer comes", false);
            case LOST -> {
                say(call, "does nothing, and no answer comes");
                yield false;
            }
            case THROTTLED -> {
                say(call, "is busy and sends the call away");
                yield true;
            }
            case REFUSED -> {
                String error = errorOf(call);
                if (world.mayHaveHappened(call.state, error)) effect(call);
                say(call, "refuses: " + error);
                yield true;
            }
        };
    }

    private boolean happens(Call call, String words, boolean answers) {
        effect(call);
        say(call, words);
        return answers;
    }

    private void effect(Call call) {
        if (call.undoes) ledger.undo(call.visit, call.state, call.keyed);
        else ledger.act(call.visit, call.keyed);
    }

    private void say(Call call, String words) {
        world.trace(call.state + ": the participant " + words);
    }

    static Duration takes(Fate fate) {
        return fate == Fate.REFUSED || fate == Fate.THROTTLED ? REFUSAL : CALL;
    }

    // Functions.

    @Override
    public boolean invokes(FunctionName function) {
        return true;
    }

    @Override
    public FunctionResult invoke(FunctionCall function) throws InterruptedException {
        TaskCall task = function.task();
        Call call = call(task.key(), task.attemptId(), task.state(), true, "");
        String token = task.taskToken();
        if (token != null) {
            world.answerLater(call, token, function.payload());
            return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        }
        Fate fate = fate(call);
        if (!performed(call, fate, task)) return new FunctionResult.Unreadable("The connection was cut off.");
        return switch (fate) {
            case REFUSED -> new FunctionResult.Raised(errorOf(call), error(call), Effect.REPORTED);
            case THROTTLED -> new FunctionResult.Refused(THROTTLED, "Rate exceeded", 429, "");
            case SUCCEEDS, DONE_UNHEARD, LOST, DELIVERED_TWICE, CRASHES_BEFORE, CRASHES_AFTER ->
                new FunctionResult.Returned(result(call, function.payload()));
        };
    }

    private String error(Call call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorMessage", "by the matrix")
                .put("errorType", errorOf(call))
                .toString();
    }

    /**
     * A call that the engine gives up arrives all the same.
     *
     * @return whether there is an answer
     */
    private boolean performed(Call call, Fate fate, TaskCall task) throws InterruptedException {
        SimulatedCalls calls = world.calls();
        try {
            calls.pass(takes(fate));
        } catch (InterruptedException givenUp) {
            boolean _ = takesEffect(call, fate);
            throw givenUp;
        }
        boolean answered = takesEffect(call, fate);
        if (!answered && task.deadline() != null) calls.hang();
        return answered;
    }

    // Other services.

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && !(integration.service().equals("lambda")
                        && integration.action().equals("invoke"));
    }

    @Override
    public String limitedBy(TaskCall call) {
        return call.resource().arn();
    }

    @Override
    public TaskOutcome perform(TaskCall task) throws InterruptedException {
        Call call = call(task);
        if (task.taskToken() != null) {
            world.answerLater(call, task.taskToken(), task.parameters());
            return new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT);
        }
        Fate fate = fate(call);
        if (task.resource().waitsForJob()) {
            world.calls().pass(takes(fate));
            boolean ends = takesEffect(call, fate);
            jobs.put(task.attemptId(), ends ? fate : Fate.LOST);
            return new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT);
        }
        boolean answered = performed(call, fate, task);
        if (!answered)
            return new TaskOutcome.Failed("States.TaskFailed", "The connection was cut off.", Effect.UNCERTAIN);
        return outcome(call, fate, task.parameters());
    }

    private Call call(TaskCall task) {
        String service = ((TaskResource.Integration) task.resource()).service();
        boolean keyed = TOLD.contains(service) || world.identifies(task.parameters(), task.key());
        return call(
                task.key(),
                task.attemptId(),
                task.state(),
                keyed,
                task.resource().arn());
    }

    private TaskOutcome outcome(Call call, Fate fate, Payload sent) {
        return switch (fate) {
            case REFUSED -> new TaskOutcome.Failed(errorOf(call), "by the matrix", Effect.REPORTED);
            case THROTTLED -> new TaskOutcome.Failed(THROTTLED, "Rate exceeded", Effect.NONE);
            case SUCCEEDS, DONE_UNHEARD, LOST, DELIVERED_TWICE, CRASHES_BEFORE, CRASHES_AFTER ->
                new TaskOutcome.Succeeded(result(call, sent));
        };
    }

    @Override
    public JobState look(TaskCall task, Payload submitted) {
        Fate fate = jobs.getOrDefault(task.attemptId(), Fate.SUCCEEDS);
        return fate == Fate.LOST
                ? new JobState.Running(LONG)
                : new JobState.Ended(outcome(call(task), fate, task.parameters()));
    }

    @Override
    public void cancel(TaskCall task, Payload submitted) {
        // What it has done is in the ledger already.
    }

    // Callbacks.

    /** Answers a task that waits for its token; null when no answer comes. */
    @Nullable
    Answer answer(Call call, Payload sent) {
        Fate fate = fate(call);
        if (!takesEffect(call, fate)) return null;
        return switch (fate) {
            case REFUSED -> new Answer(errorOf(call), Payload.NULL);
            case THROTTLED -> new Answer(THROTTLED, Payload.NULL);
            case SUCCEEDS, DONE_UNHEARD, LOST, DELIVERED_TWICE, CRASHES_BEFORE, CRASHES_AFTER ->
                new Answer(null, result(call, sent));
        };
    }

    /** @param error null for a success */
    record Answer(@Nullable String error, Payload result) {}
}
