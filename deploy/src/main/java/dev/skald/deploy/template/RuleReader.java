package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.Schedule;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code AWS::Events::Rule} and {@code AWS::Scheduler::Schedule}. */
final class RuleReader {
    private static final String ENABLED = "ENABLED";

    private final TemplateContext context;

    RuleReader(TemplateContext context) {
        this.context = context;
    }

    void rule(TemplateResource resource, Section rule) {
        String name = context.scope().name(resource);
        rule.harmless("Name", "Tags");
        rule.unsupported("permissions are not checked here", "RoleArn");
        boolean isEnabled = rule.text("State", ENABLED).startsWith(ENABLED);
        String description = rule.text("Description").orElse(null);
        String bus = bus(rule);
        List<EventTarget> targets = targets(rule);
        rule.value("EventPattern")
                .ifPresent(pattern -> context.draft()
                        .add(
                                new EventRule(name, bus, json(pattern, rule), isEnabled, description, targets),
                                rule.place()));
        rule.text("ScheduleExpression")
                .ifPresent(expression -> schedules(name, expression, isEnabled, description, targets, rule));
    }

    /** An object, or a text that holds one. */
    private String json(Value pattern, Section rule) {
        return pattern instanceof Value.Scalar scalar
                ? rule.reading().json(scalar).toString()
                : pattern.json().toString();
    }

    /** The name of a bus, also by its ARN. */
    static String bus(Section rule) {
        String bus = rule.text("EventBusName", EventRule.DEFAULT_BUS);
        return bus.substring(bus.lastIndexOf('/') + 1);
    }

    private List<EventTarget> targets(Section rule) {
        List<EventTarget> targets = new ArrayList<>();
        List<Value> items = rule.list("Targets");
        for (int i = 0; i < items.size(); i++) {
            Section target = Section.of(items.get(i), rule.path("Targets") + "[" + i + "]", rule.reading());
            target(target, target.text("Id", String.valueOf(i + 1))).ifPresent(targets::add);
            target.close();
        }
        return targets;
    }

    private Optional<EventTarget> target(Section target, String id) {
        String arn = target.neededText("Arn");
        target.unsupported("permissions are not checked here", "RoleArn");
        EventTarget found = Targets.of(id, arn, target, true);
        if (Targets.reaches(arn)) return Optional.of(found);
        context.reading().unsupported(target.path(), Targets.unreached(arn));
        return Optional.empty();
    }

    /** One for each target. */
    private void schedules(
            String name,
            String expression,
            boolean isEnabled,
            @Nullable String description,
            List<EventTarget> targets,
            Section rule) {
        Schedules.check(expression, rule.place("ScheduleExpression"), rule.reading());
        for (EventTarget target : targets) {
            String own = targets.size() == 1 ? name : name + "-" + target.id();
            context.draft()
                    .add(new Schedule(own, expression, ZoneOffset.UTC, isEnabled, description, target), rule.place());
        }
    }

    void schedule(TemplateResource resource, Section schedule) {
        schedule.harmless("Name", "GroupName");
        schedule.unsupported("it runs at its time, without a window around it", "FlexibleTimeWindow");
        schedule.unsupported("a schedule has no beginning and end here", "StartDate", "EndDate");
        schedule.unsupported("nothing is encrypted with keys of KMS here", "KmsKeyArn");
        String expression = schedule.neededText("ScheduleExpression");
        Schedules.check(expression, schedule.place("ScheduleExpression"), schedule.reading());
        boolean isEnabled = schedule.text("State", ENABLED).equals(ENABLED);
        String description = schedule.text("Description").orElse(null);
        var zone = Schedules.zone(schedule, "ScheduleExpressionTimezone");
        String name = context.scope().name(resource);
        schedule.section("Target").ifPresent(target -> {
            target(target, "target")
                    .ifPresent(each -> context.draft()
                            .add(new Schedule(name, expression, zone, isEnabled, description, each), schedule.place()));
            target.close();
        });
    }
}
