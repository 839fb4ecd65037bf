package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/** Recognises a Task's {@code Resource} (section 2.1). */
final class ResourceParser {
    private ResourceParser() {}

    /** The resource that an ARN names; null when it is not recognised. */
    static @Nullable TaskResource parse(String arn) {
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || !parts[0].equals("arn") || !parts[1].startsWith("aws")) return null;
        String owner = parts[4];
        String kind = parts[5];
        String rest = parts[6];
        if (rest.isEmpty()) return null;
        return switch (parts[2]) {
            case "lambda" -> kind.equals("function") ? new TaskResource.LambdaFunction(arn) : null;
            case "states" -> {
                if (kind.equals("activity") && !owner.isEmpty()) yield new TaskResource.Activity(arn);
                yield owner.isEmpty() && parts[3].isEmpty() ? integration(arn, kind, rest) : null;
            }
            default -> null;
        };
    }

    private static @Nullable TaskResource integration(String arn, String service, String rest) {
        if (service.equals("aws-sdk")) return sdk(arn, rest);
        if (service.equals("skald")) return own(arn, rest);
        int point = rest.indexOf('.');
        String action = point < 0 ? rest : rest.substring(0, point);
        TaskResource.Pattern pattern = pattern(point < 0 ? "" : rest.substring(point));
        if (pattern == null || !Integrations.knows(service, action, pattern)) return null;
        return new TaskResource.Integration(arn, service, action, pattern);
    }

    /** Skald's own: it waits for its token whatever the ARN ends with. */
    private static @Nullable TaskResource own(String arn, String action) {
        if (!action.equals("awaitEvent")) return null;
        return new TaskResource.Integration(arn, "skald", action, TaskResource.Pattern.WAIT_FOR_TASK_TOKEN);
    }

    private static TaskResource.@Nullable Pattern pattern(String suffix) {
        for (TaskResource.Pattern pattern : TaskResource.Pattern.values()) {
            if (pattern.suffix().equals(suffix)) return pattern;
        }
        return null;
    }

    /** {@code aws-sdk:SERVICE:ACTION[.waitForTaskToken]}: any service in lower case, any action in camel case. */
    private static @Nullable TaskResource sdk(String arn, String rest) {
        int colon = rest.indexOf(':');
        if (colon < 1) return null;
        String service = rest.substring(0, colon);
        String call = rest.substring(colon + 1);
        int point = call.indexOf('.');
        String action = point < 0 ? call : call.substring(0, point);
        TaskResource.Pattern pattern = pattern(point < 0 ? "" : call.substring(point));
        boolean waits = pattern == TaskResource.Pattern.SYNC || pattern == TaskResource.Pattern.SYNC_2;
        if (pattern == null || waits || !isServiceName(service) || !isActionName(action)) return null;
        return new TaskResource.Integration(arn, "aws-sdk:" + service, action, pattern);
    }

    private static boolean isServiceName(String name) {
        return name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
    }

    private static boolean isActionName(String name) {
        return !name.isEmpty()
                && Character.isLowerCase(name.charAt(0))
                && name.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
    }
}
