package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.template.Targets;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code notifications}: rules for the status changes of one machine. */
final class Notifications {
    private static final Set<String> STATUSES = Set.of("ABORTED", "FAILED", "RUNNING", "SUCCEEDED", "TIMED_OUT");
    private static final Set<String> KINDS = Set.of("sns", "sqs", "kinesis", "firehose", "lambda", "stepFunctions");
    private static final int NAME_MAX = 64;

    private final String key;
    private final String machineArn;
    private final ServerlessContext context;

    private Notifications(String key, String machineArn, ServerlessContext context) {
        this.key = key;
        this.machineArn = machineArn;
        this.context = context;
    }

    static void read(Section machine, String key, String machineArn, ServerlessContext context) {
        Notifications reader = new Notifications(key, machineArn, context);
        machine.section("notifications")
                .ifPresent(section -> section.members()
                        .forEach((status, targets) -> reader.status(status, targets, section.path(status))));
    }

    private void status(String status, Value targets, String path) {
        if (!STATUSES.contains(status)) {
            context.reading().problem(targets.place(), "there is no status `" + status + "`; there are " + STATUSES);
            return;
        }
        List<EventTarget> found = new ArrayList<>();
        List<Value> items = Section.items(targets);
        for (int i = 0; i < items.size(); i++)
            target(items.get(i), i, path + "[" + i + "]").ifPresent(found::add);
        if (found.isEmpty()) return;
        String name = context.name(key + "-notifications-" + status, NAME_MAX);
        context.draft()
                .add(new EventRule(name, EventRule.DEFAULT_BUS, pattern(status), true, null, found), targets.place());
    }

    private String pattern(String status) {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        pattern.putArray("source").add("aws.states");
        pattern.putArray("detail-type").add("Step Functions Execution Status Change");
        ObjectNode detail = pattern.putObject("detail");
        detail.putArray("status").add(status);
        detail.putArray("stateMachineArn").add(machineArn);
        return pattern.toString();
    }

    private Optional<EventTarget> target(Value value, int index, String path) {
        try (Section target = Section.of(value, path, context.reading())) {
            Optional<String> arn = KINDS.stream()
                    .sorted()
                    .flatMap(kind -> target.value(kind).stream())
                    .findFirst()
                    .map(each -> arn(each, path));
            EventTarget found = Targets.of(String.valueOf(index + 1), arn.orElse(""), target, false);
            if (arn.isPresent() && Targets.reaches(arn.get())) return Optional.of(found);
            context.reading().unsupported(path, Targets.unreached(arn.orElse("")));
            return Optional.empty();
        }
    }

    /** A text, or a mapping with {@code arn}; what else is in that has no effect. */
    private String arn(Value value, String path) {
        Value arn = value instanceof Mapping mapping ? mapping.members().getOrDefault("arn", value) : value;
        if (value instanceof Mapping mapping)
            for (String key : mapping.members().keySet())
                if (!key.equals("arn")) context.reading().unsupported(path + "." + key, "it has no effect here");
        return arn instanceof Scalar scalar ? scalar.text() : "";
    }
}
