package dev.skald.bench;

import dev.skald.asl.SagaExport;
import java.util.StringJoiner;

/** A saga of five steps of which the last fails, in the three ways to write it. All call the same functions. */
final class SagaMachines {
    private static final String SAME = "\"Output\":\"{% $states.input %}\"";

    private SagaMachines() {}

    /** The name of the function that undoes a step, from 1 on. */
    static String undo(int step) {
        return "undo-" + step;
    }

    /** With a compensation at each step but the last. */
    static String saga() {
        StringJoiner states = states();
        for (int step = 1; step < Machines.STEPS; step++)
            states.add("%s,\"Compensate\":{%s,\"Arguments\":{\"key\":\"{%% $states.input.Key %%}\"}},%s}"
                    .formatted(task(step), resource(undo(step)), next("S" + (step + 1))));
        return states.add(task(Machines.STEPS) + ",\"End\":true}").toString();
    }

    /** What {@code skald export} makes of the saga. */
    static String exported() {
        return switch (SagaExport.toAsl(saga())) {
            case SagaExport.Result.Exported exported -> exported.definition();
            case SagaExport.Result.Refused refused ->
                throw new IllegalStateException(refused.problems().toString());
        };
    }

    /** With a chain of undos by hand: the catcher of each step goes to the undo of the one before it. */
    static String byHand() {
        StringJoiner states = states();
        for (int step = 1; step <= Machines.STEPS; step++) {
            String end = step == Machines.STEPS ? "\"End\":true" : next("S" + (step + 1));
            states.add("%s,\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],%s,%s,%s}],%s}"
                    .formatted(task(step), failure(), SAME, next(before(step)), end));
        }
        for (int step = 1; step < Machines.STEPS; step++)
            states.add("\"U%d\":{\"Type\":\"Task\",%s,\"Arguments\":{\"key\":\"{%% $states.input.orderId %%}\"},%s,%s}"
                    .formatted(step, resource(undo(step)), SAME, next(before(step))));
        return states.add("\"U0\":{\"Type\":\"Fail\",\"Error\":\"{% $failure.Error %}\"}")
                .toString();
    }

    private static StringJoiner states() {
        return new StringJoiner(",", "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S1\",\"States\":{", "}}");
    }

    private static String resource(String function) {
        return "\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:" + function + "\"";
    }

    /** A state without its end. */
    private static String task(int step) {
        return "\"S%d\":{\"Type\":\"Task\",%s,%s".formatted(step, resource(Machines.function(step)), SAME);
    }

    private static String next(String state) {
        return "\"Next\":\"" + state + "\"";
    }

    private static String before(int step) {
        return "U" + (step - 1);
    }

    private static String failure() {
        return "\"Assign\":{\"failure\":\"{% $states.errorOutput %}\"}";
    }
}
