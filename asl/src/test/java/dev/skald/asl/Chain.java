package dev.skald.asl;

import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs chains of Pass, Choice, Wait, Succeed and Fail states on the spot: all that needs no interpreter. */
final class Chain {
    private static final Instant NOW = Instant.parse("2024-02-07T13:56:58Z");
    private static final int MOST_STATES = 1_000;

    private Chain() {}

    /** How a chain ended; the cause without the words about the state. */
    record Outcome(
            @Nullable Payload output,
            @Nullable String error,
            @Nullable String cause) {
        boolean succeeded() {
            return output != null;
        }
    }

    /** @throws UnsupportedOperationException at a Task, Parallel or Map state */
    static Outcome run(StateMachine machine, Payload input) {
        String name = machine.startAt();
        Payload data = input;
        for (int i = 0; i < MOST_STATES; i++) {
            State state = machine.state(name);
            Scope scope = scope(data, context(name, input));
            try {
                switch (state) {
                    case FailState fail -> {
                        String error =
                                fail.error() == null ? null : fail.error().evaluate(scope);
                        return new Outcome(
                                null,
                                error,
                                fail.cause() == null ? null : fail.cause().evaluate(scope));
                    }
                    case SucceedState succeed -> {
                        return new Outcome(pass(succeed, scope), null, null);
                    }
                    case ChoiceState choice -> {
                        Scope effective = scope.withInput(choice.flow().input().evaluate(scope));
                        String next = next(choice, effective);
                        if (next == null) return new Outcome(null, ErrorName.NO_CHOICE_MATCHED, "no choice");
                        data = pass(choice, scope);
                        name = next;
                    }
                    case PassState passing -> {
                        data = pass(passing, scope);
                        if (!(passing.next() instanceof Next.To(String target))) return new Outcome(data, null, null);
                        name = target;
                    }
                    case WaitState wait -> {
                        wait.dueAt()
                                .evaluate(scope.withInput(wait.flow().input().evaluate(scope)));
                        data = pass(wait, scope);
                        if (!(wait.next() instanceof Next.To(String target))) return new Outcome(data, null, null);
                        name = target;
                    }
                    case State.Fallible _ ->
                        throw new UnsupportedOperationException(state.type().name());
                }
            } catch (EvaluationException e) {
                return new Outcome(null, e.error(), e.message());
            }
        }
        throw new IllegalStateException("a loop");
    }

    private static Payload pass(State state, Scope scope) {
        Scope effective = scope.withInput(state.flow().input().evaluate(scope));
        Payload result = state.flow().arguments().evaluate(effective);
        return state.flow().output().evaluate(scope.withResult(result));
    }

    private static @Nullable String next(ChoiceState choice, Scope scope) {
        for (ChoiceState.Rule rule : choice.rules()) if (rule.condition().evaluate(scope)) return rule.next();
        return choice.otherwise();
    }

    static Scope scope(Payload input, Payload context) {
        Random random = new Random(1);
        return new Scope(input, null, null, Variables.NONE, () -> context, NOW, random::nextLong);
    }

    static Payload context(String state, Payload input) {
        return Payload.ofText(
                "{\"Execution\":{\"Id\":\"arn:aws:states:us-east-1:111111111111:execution:a-b:n\",\"Input\":"
                        + input.text()
                        + ",\"StartTime\":\"x\",\"Name\":\"n\",\"RoleArn\":\"r\",\"RedriveCount\":0},"
                        + "\"StateMachine\":{\"Id\":\"arn:aws:states:us-east-1:111111111111:stateMachine:a-b\",\"Name\":\"a-b\"},\"State\":{\"Name\":\""
                        + state
                        + "\",\"EnteredTime\":\"x\"}}");
    }
}
