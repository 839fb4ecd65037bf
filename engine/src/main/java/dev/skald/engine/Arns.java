package dev.skald.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes and reads the ARNs of one account in one region. See section 3.3 of the Step Functions reference. */
final class Arns {
    private static final int PARTS = 6;
    private static final String MACHINE = "stateMachine";

    private final String prefix;

    Arns(Settings settings) {
        prefix = "arn:aws:states:" + settings.region() + ":" + settings.accountId() + ":";
    }

    /** What the ARNs of functions begin with. */
    static String functions(Settings settings) {
        return "arn:aws:lambda:" + settings.region() + ":" + settings.accountId() + ":function:";
    }

    String stateMachine(String name) {
        return prefix + "stateMachine:" + name;
    }

    String activity(String name) {
        return prefix + "activity:" + name;
    }

    /** The execution of a STANDARD machine. */
    static String execution(String stateMachineArn, String name) {
        return sibling(stateMachineArn, "execution") + ":" + name;
    }

    /** The execution of an EXPRESS machine: its names may repeat, so a UUID follows. */
    static String express(String stateMachineArn, String name, String uuid) {
        return sibling(stateMachineArn, "express") + ":" + name + ":" + uuid;
    }

    /** The label in the ARN of a machine that the children of a Map Run belong to; null for any other machine. */
    static @Nullable String label(String stateMachineArn) {
        int slash = stateMachineArn.indexOf('/');
        return slash < 0 ? null : stateMachineArn.substring(slash + 1);
    }

    /** The ARN of the machine itself. */
    static String unlabelled(String stateMachineArn) {
        int slash = stateMachineArn.indexOf('/');
        return slash < 0 ? stateMachineArn : stateMachineArn.substring(0, slash);
    }

    private static String sibling(String stateMachineArn, String resourceType) {
        int at = stateMachineArn.indexOf(MACHINE);
        return stateMachineArn.substring(0, at) + resourceType + stateMachineArn.substring(at + MACHINE.length());
    }

    /**
     * An execution's ARN, taken apart.
     *
     * @param storedName the name that the store knows it by: NAME, or NAME:UUID for EXPRESS
     */
    record ExecutionArn(String stateMachineArn, String storedName, boolean express) {}

    /** @throws ServiceException InvalidArn when it is not the ARN of an execution */
    static ExecutionArn parseExecution(String arn) {
        List<String> parts = parts(arn);
        String resource = parts.get(PARTS - 1);
        int type = resource.indexOf(':');
        int name = resource.indexOf(':', type + 1);
        String resourceType = type < 0 ? resource : resource.substring(0, type);
        boolean express = resourceType.equals("express");
        if (!express && !resourceType.equals("execution"))
            throw invalid("Resource type not valid in this context: " + resourceType);
        if (name < 0) throw invalid("Invalid ARN: " + arn);
        String machine =
                String.join(":", parts.subList(0, PARTS - 1)) + ":stateMachine:" + resource.substring(type + 1, name);
        return new ExecutionArn(machine, resource.substring(name + 1), express);
    }

    /**
     * Checks that a text is the ARN of a resource of a type.
     *
     * @throws ServiceException InvalidArn
     */
    static void require(String arn, String resourceType) {
        String resource = parts(arn).get(PARTS - 1);
        int colon = resource.indexOf(':');
        String actual = colon < 0 ? resource : resource.substring(0, colon);
        if (!actual.equals(resourceType)) throw invalid("Resource type not valid in this context: " + actual);
    }

    private static List<String> parts(@Nullable String arn) {
        if (arn == null) throw invalid("Invalid ARN prefix: null");
        List<String> parts = List.of(arn.split(":", PARTS));
        if (!parts.getFirst().equals("arn") || parts.size() < PARTS)
            throw invalid("Invalid ARN prefix: " + parts.getFirst());
        return parts;
    }

    private static ServiceException invalid(String reason) {
        return new ServiceException("InvalidArn", "Invalid Arn: '" + reason + "'");
    }
}
