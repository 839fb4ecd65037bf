package dev.skald.server.aws;

/** The actions on executions are for those of STANDARD machines, and children of Map Runs: AWS keeps no others. */
final class StandardExecution {
    private static final String EXECUTION = "execution";
    private static final String EXPRESS = "express";

    private StandardExecution() {}

    /** @throws dev.skald.engine.ServiceException InvalidArn when it is the ARN of anything else */
    static void require(String executionArn) {
        Arn arn = Arn.parse(executionArn);
        String type = arn.resourceType();
        boolean child = type.equals(EXPRESS) && arn.labelled();
        if (!type.equals(EXECUTION) && !child) throw Arn.invalid("Resource type not valid in this context: " + type);
    }
}
