package dev.skald.core;

import dev.skald.asl.ChoiceState;
import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Next;
import dev.skald.asl.Scope;

/** What a Choice state does: goes where the first rule that holds says. */
final class ChoiceBehaviour {
    private ChoiceBehaviour() {}

    static void perform(Turn turn, Frame frame, ChoiceState state) {
        Scope scope = turn.effective(frame, state);
        turn.exit(frame, scope.input(), new Next.To(choose(state, scope)));
    }

    private static String choose(ChoiceState state, Scope scope) {
        for (ChoiceState.Rule rule : state.rules()) if (rule.condition().evaluate(scope)) return rule.next();
        if (state.otherwise() != null) return state.otherwise();
        throw new EvaluationException(
                ErrorName.NO_CHOICE_MATCHED,
                "Failed to transition out of the state. The state does not point to a next state.");
    }
}
