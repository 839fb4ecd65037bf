package dev.skald.server.events;

import dev.skald.engine.ServiceException;
import dev.skald.server.aws.Parameters;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.RuleCatalogue;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** PutRule, DeleteRule, DescribeRule, EnableRule, DisableRule, ListRules, ListRuleNamesByTarget, TestEventPattern. */
final class RuleActions {
    private static final String DISABLED = "DISABLED";

    private final EventBus bus;

    RuleActions(EventBus bus) {
        this.bus = bus;
    }

    /**
     * The bus that a request is about.
     *
     * @throws ServiceException ResourceNotFoundException
     */
    static String bus(RuleCatalogue catalogue, Parameters in) {
        return catalogue.bus(in.text("EventBusName", EventRule.DEFAULT_BUS));
    }

    void put(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        if (in.has("ScheduleExpression"))
            throw new ServiceException(
                    "ValidationException", "Skald takes schedules from project files, not from ScheduleExpression.");
        String pattern = in.text("EventPattern");
        if (pattern == null)
            throw new ServiceException(
                    "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        String busName = bus(catalogue, in);
        String name = in.required("Name");
        boolean enabled = !in.text("State", "ENABLED").equals(DISABLED);
        String description = in.text("Description");
        EventRule rule = catalogue.putRule(
                busName,
                name,
                known -> new EventRule(
                        name, busName, pattern, enabled, description, known == null ? List.of() : known.targets()));
        out.text("RuleArn", catalogue.arn(rule));
    }

    void delete(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        catalogue.deleteRule(bus(catalogue, in), in.required("Name"));
    }

    void describe(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        members(catalogue, catalogue.rule(bus(catalogue, in), in.required("Name")), out);
    }

    private static void members(RuleCatalogue catalogue, EventRule rule, JsonWriter out) {
        out.text("Name", rule.name())
                .text("Arn", catalogue.arn(rule))
                .text("EventPattern", rule.pattern())
                .text("State", rule.enabled() ? "ENABLED" : DISABLED)
                .text("Description", rule.description())
                .text("EventBusName", rule.bus());
    }

    void enable(Parameters in, boolean enabled) {
        RuleCatalogue catalogue = bus.catalogue();
        catalogue.changeRule(
                bus(catalogue, in),
                in.required("Name"),
                rule -> new EventRule(
                        rule.name(), rule.bus(), rule.pattern(), enabled, rule.description(), rule.targets()));
    }

    void list(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        List<EventRule> rules = rules(catalogue, in, in.text("NamePrefix"));
        Listed.write(in, out, "Rules", rules, EventRule::name, (rule, item) -> members(catalogue, rule, item));
    }

    private static List<EventRule> rules(RuleCatalogue catalogue, Parameters in, @Nullable String prefix) {
        return catalogue.rules(bus(catalogue, in)).stream()
                .filter(rule -> prefix == null || rule.name().startsWith(prefix))
                .sorted(Comparator.comparing(EventRule::name))
                .toList();
    }

    void listNamesByTarget(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        String arn = in.required("TargetArn");
        JsonNode names = Names.of(rules(catalogue, in, null).stream()
                .filter(rule ->
                        rule.targets().stream().anyMatch(target -> target.arn().equals(arn)))
                .map(EventRule::name)
                .toList());
        out.tree("RuleNames", names);
    }

    void test(Parameters in, JsonWriter out) {
        out.flag("Result", RuleCatalogue.matches(in.required("EventPattern"), in.required("Event")));
    }
}
