package dev.skald.server.aws;

import dev.skald.engine.ServiceException;

/**
 * An ARN, taken apart: {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}. See section 3.3 of the Step Functions
 * reference for the resources.
 *
 * @param resource all after the account, such as {@code stateMachine:order}
 */
record Arn(String text, String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    /** @throws ServiceException InvalidArn */
    static Arn parse(String text) {
        String[] parts = text.split(":", PARTS);
        if (!parts[0].equals("arn")) throw invalid("Invalid ARN prefix: " + text);
        if (parts.length < PARTS) throw invalid("Malformed ARN: " + text);
        return new Arn(text, parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    /** What kind of resource it is: {@code stateMachine}, {@code execution}, {@code activity} and so on. */
    String resourceType() {
        int colon = resource.indexOf(':');
        return colon < 0 ? resource : resource.substring(0, colon);
    }

    /** Whether it belongs to a Map state, as the ARNs of Map Runs and their children do. */
    boolean labelled() {
        return resource.indexOf('/') >= 0;
    }

    /**
     * Checks the ARN of a state machine, of a version or an alias perhaps.
     *
     * @throws ServiceException InvalidArn
     */
    static void requireMachine(String text) {
        String type = parse(text).resourceType();
        if (!type.equals("stateMachine")) throw invalid("Resource type not valid in this context: " + type);
    }

    /**
     * Checks a role: it need not exist, but must be one.
     *
     * @throws ServiceException InvalidArn
     */
    static void requireRole(String text) {
        String[] parts = text.split(":", PARTS);
        boolean role = parts.length == PARTS
                && parts[0].equals("arn")
                && parts[2].equals("iam")
                && parts[5].startsWith("role/");
        if (!role) throw new ServiceException("InvalidArn", "Invalid Role Arn: '" + text + "'");
    }

    static ServiceException invalid(String reason) {
        return new ServiceException("InvalidArn", "Invalid Arn: '" + reason + "'");
    }
}
