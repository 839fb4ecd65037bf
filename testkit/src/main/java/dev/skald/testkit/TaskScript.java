package dev.skald.testkit;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a function, or a state's task, does when it is called: each answer is for one call, the last one for all that
 * follow.
 *
 * <pre>{@code
 * skald.function("charge").fails("TerminalBusy").fails("TerminalBusy").returns("{\"charged\": 4200}");
 * }</pre>
 */
public final class TaskScript {
    /** One call, as the participant got it. */
    public record Call(String state, String key, Payload input) {}

    private final String name;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private Duration duration = Duration.ZERO;

    TaskScript(String name) {
        this.name = name;
    }

    /**
     * Answers with a result: of a function its own, also under {@code lambda:invoke}.
     *
     * @param json its text
     */
    public TaskScript returns(String json) {
        try {
            return then(new Answer.Returns(Payload.parse(json)));
        } catch (MalformedJson noJson) {
            throw new IllegalArgumentException("'" + name + "' cannot return what is no JSON: " + json, noJson);
        }
    }

    /** The participant itself reports an error: {@code Retry} and {@code Catch} match it. */
    public TaskScript fails(String error) {
        return fails(error, "as the test wants it");
    }

    /** As {@link #fails(String)}, with a cause. */
    public TaskScript fails(String error, String cause) {
        return then(new Answer.Fails(error, cause));
    }

    /** The call breaks off, and nobody knows whether it happened: a saga undoes it. */
    public TaskScript breaksOff() {
        return then(new Answer.BreaksOff());
    }

    /** Never answers: a time-out ends it, when virtual time passes. */
    public TaskScript hangs() {
        return then(new Answer.Hangs());
    }

    /** Runs code of the test, in the test's thread of virtual time: it must not wait for anything. */
    public TaskScript does(Handler handler) {
        return then(new Answer.Does(handler));
    }

    /** Lets each call take so long, in virtual time. */
    public TaskScript taking(Duration time) {
        duration = time;
        return this;
    }

    private TaskScript then(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** The calls so far. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How long a call takes. */
    Duration duration() {
        return duration;
    }

    /** The answer to the next call, which is noted; what is asked for without an answer returns its input. */
    Answer next(Call call) {
        int number = calls.size();
        calls.add(call);
        if (answers.isEmpty()) return new Answer.Returns(call.input());
        return answers.get(Math.min(number, answers.size() - 1));
    }
}
