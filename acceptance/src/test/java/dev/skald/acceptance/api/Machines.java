package dev.skald.acceptance.api;

import tools.jackson.databind.node.ObjectNode;

/** Small definitions for tests. */
final class Machines {
    static final String ROLE = "arn:aws:iam::000000000000:role/skald";

    private Machines() {}

    /** One Pass state. */
    static String pass() {
        return single(AwsJson.object().put("Type", "Pass"));
    }

    /** One Wait state. */
    static String waiting(long seconds) {
        return single(AwsJson.object().put("Type", "Wait").put("Seconds", seconds));
    }

    /** One Task state. */
    static String task(String resource) {
        return single(AwsJson.object().put("Type", "Task").put("Resource", resource));
    }

    /** A Task that hands its token to a function and waits. */
    static String callback(String function) {
        ObjectNode task = AwsJson.object().put("Type", "Task");
        task.put("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken");
        ObjectNode parameters = task.putObject("Parameters").put("FunctionName", function);
        parameters.putObject("Payload").put("token.$", "$$.Task.Token");
        return single(task);
    }

    /** A Fail state. */
    static String failing(String error, String cause) {
        ObjectNode machine = AwsJson.object().put("StartAt", "Fail");
        ObjectNode fail = machine.putObject("States").putObject("Fail").put("Type", "Fail");
        fail.put("Error", error).put("Cause", cause);
        return machine.toString();
    }

    /** A machine of one state. */
    static String single(ObjectNode state) {
        return named("Only", state);
    }

    /** A machine of one state of that name. */
    static String named(String name, ObjectNode state) {
        ObjectNode machine = AwsJson.object().put("StartAt", name);
        machine.putObject("States").set(name, state.put("End", true));
        return machine.toString();
    }
}
