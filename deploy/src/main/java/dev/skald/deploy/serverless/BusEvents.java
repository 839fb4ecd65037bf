package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.serverless.TriggerEvent.Event;
import dev.skald.deploy.template.Schedules;
import dev.skald.deploy.template.Targets;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.EventTarget.Input;
import dev.skald.tasks.events.EventTarget.Retry;
import dev.skald.tasks.events.Schedule;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads events {@code schedule}, {@code eventBridge} and {@code cloudwatchEvent}, which functions and machines have alike. */
final class BusEvents {
    private static final int NAME_MAX = 64;

    private final String key;
    private final int index;
    private final String arn;
    private final ServerlessContext context;

    /** @param arn of the function or machine */
    BusEvents(String key, int index, String arn, ServerlessContext context) {
        this.key = key;
        this.index = index;
        this.arn = arn;
        this.context = context;
    }

    void schedule(Event event) {
        if (event.value() instanceof Scalar scalar) {
            add(event, scalar.text(), name(event.kind(), ""), ZoneOffset.UTC, true, null, plain());
            return;
        }
        try (Section schedule = Section.of(event.value(), event.path(), context.reading())) {
            List<String> rates = schedule.texts("rate");
            if (rates.isEmpty()) schedule.neededText("rate");
            permissions(schedule);
            schedule.harmless("method", "groupName");
            String name = schedule.text("name").orElse(null);
            ZoneId zone = Schedules.zone(schedule, "timezone");
            boolean isEnabled = schedule.flag("enabled", true);
            String description = schedule.text("description").orElse(null);
            EventTarget target = Targets.of("target", arn, schedule, false);
            for (int i = 0; i < rates.size(); i++) {
                String suffix = i == 0 ? "" : "-" + (i + 1);
                String full = name == null ? name(event.kind(), suffix) : name + suffix;
                add(event, rates.get(i), full, zone, isEnabled, description, target);
            }
        }
    }

    private EventTarget plain() {
        return new EventTarget("target", arn, new Input.Event(), Retry.DEFAULT);
    }

    private String name(String kind, String suffix) {
        return context.name(key + "-" + kind + "-" + (index + 1) + suffix, NAME_MAX);
    }

    private static void permissions(Section event) {
        event.unsupported("permissions are not checked here", "role", "iamRole");
    }

    private void add(
            Event event,
            String expression,
            String name,
            ZoneId zone,
            boolean isEnabled,
            @org.jspecify.annotations.Nullable String description,
            EventTarget target) {
        Schedules.check(expression, event.value().place(), context.reading());
        context.draft()
                .add(
                        new Schedule(name, expression, zone, isEnabled, description, target),
                        event.value().place());
    }

    void rule(Event event) {
        try (Section rule = Section.of(event.value(), event.path(), context.reading())) {
            permissions(rule);
            rule.harmless("method");
            Optional<Value> pattern = rule.value("event").or(() -> rule.value("pattern"));
            Optional<String> rate = rule.text("schedule");
            String description = rule.text("description").orElse(null);
            boolean isEnabled = rule.flag("enabled", true);
            String name = rule.text("name").orElseGet(() -> name(event.kind(), ""));
            String bus = bus(rule);
            EventTarget target = Targets.of("target", arn, rule, false);
            rate.ifPresent(each -> add(event, each, name, ZoneOffset.UTC, isEnabled, description, target));
            pattern.ifPresent(each -> context.draft()
                    .add(
                            new EventRule(name, bus, each.json().toString(), isEnabled, description, List.of(target)),
                            rule.place()));
            if (pattern.isEmpty() && rate.isEmpty())
                context.reading().problem(rule.place(), "`" + rule.path() + "` needs `event`, `pattern` or `schedule`");
        }
    }

    /** The name of a bus, also by its ARN. It is there for the rule, and others may listen on it too. */
    private static String bus(Section rule) {
        Optional<String> named = rule.text("eventBusName").or(() -> rule.text("eventBus"));
        return named.map(text -> text.substring(text.lastIndexOf('/') + 1)).orElse(EventRule.DEFAULT_BUS);
    }
}
