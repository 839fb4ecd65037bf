package dev.skald.core;

import dev.skald.asl.ChoiceState;
import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Expression;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;

/** What a Choice state does: goes where the first rule that holds says. */
final class ChoiceBehaviour {
    private ChoiceBehaviour() {}

    static void perform(Turn turn, Frame frame, ChoiceState state) {
        Scope scope = turn.effective(frame, state);
        for (ChoiceState.Rule rule : state.rules()) {
            if (!rule.condition().evaluate(scope)) continue;
            take(turn, frame, state, rule, scope);
            return;
        }
        turn.exit(frame, scope.input(), new Next.To(otherwise(state)));
    }

    /** What a rule assigns and gives out stands instead of what the state does, which is for its Default. */
    private static void take(Turn turn, Frame frame, ChoiceState state, ChoiceState.Rule rule, Scope scope) {
        Expression<Payload> output = rule.output() == null ? state.flow().output() : rule.output();
        turn.exit(frame, scope.input(), new Next.To(rule.next()), output, rule.assign());
    }

    private static String otherwise(ChoiceState state) {
        if (state.otherwise() != null) return state.otherwise();
        throw new EvaluationException(
                ErrorName.NO_CHOICE_MATCHED,
                "Failed to transition out of the state. The state does not point to a next state.");
    }
}
