package dev.skald.core;

/** Short ways to machines with sagas. */
final class SagaMachines {
    private SagaMachines() {}

    /** A step; {@code fields} follow its Resource. */
    static String step(String name, String fields, String next) {
        return "  " + name + ": {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', "
                + "Arguments: {FunctionName: " + name + "}, " + fields
                + (next == null ? "End: true}" : "Next: " + next + "}") + "\n";
    }

    static String compensated(String name, String next) {
        return step(name, undo(name), next);
    }

    static String undo(String name) {
        return "Compensate: {Resource: 'arn:aws:states:::lambda:invoke', Arguments: {FunctionName: undo" + name
                + ", Payload: '{% $states.input %}'}}, ";
    }

    static String machine(String saga, String... states) {
        return "QueryLanguage: JSONata\nSaga: {" + saga + "}\nStartAt: A\nStates:\n" + String.join("", states);
    }

    static String parallel(String fields, String next) {
        return "  P: {Type: Parallel, " + fields + "Branches: [{StartAt: X, States: {" + line(compensated("X", "X2"))
                + ", " + line(step("X2", "", null)) + "}}, {StartAt: Y, States: {" + line(compensated("Y", null))
                + "}}], " + (next == null ? "End: true}" : "Next: " + next + "}") + "\n";
    }

    static String line(String state) {
        return state.strip();
    }

    static long park(Story story) {
        return story.execution.parks().getFirst().id();
    }

    static Story three(String saga) {
        return Story.given(machine(saga, compensated("A", "B"), compensated("B", "C"), step("C", "", null)))
                .start("{\"n\":1}");
    }

    static String undoOf(Story story, String state) {
        return story.run("Compensate " + state).parameters().text();
    }
}
