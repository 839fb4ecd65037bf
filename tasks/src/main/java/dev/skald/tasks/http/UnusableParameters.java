package dev.skald.tasks.http;

import dev.skald.engine.task.TaskCall;

/** Parameters of a call that cannot be sent as they are: nothing was. */
final class UnusableParameters extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param problem a phrase that says what is wrong with which field */
    UnusableParameters(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** AWS's sentence. */
    String cause(TaskCall call) {
        return "The Parameters '" + call.parameters().text() + "' could not be used to start the Task: [" + problem
                + "]";
    }
}
