package dev.skald.server.aws;

/** The actions on executions are for those of STANDARD machines: AWS keeps no others. */
final class StandardExecution {
    private static final String EXECUTION = "execution";

    private StandardExecution() {}

    /** @throws dev.skald.engine.ServiceException InvalidArn when it is the ARN of anything else */
    static void require(String executionArn) {
        String type = Arn.parse(executionArn).resourceType();
        if (!type.equals(EXECUTION)) throw Arn.invalid("Resource type not valid in this context: " + type);
    }
}
