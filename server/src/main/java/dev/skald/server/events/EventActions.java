package dev.skald.server.events;

import dev.skald.engine.ServiceException;
import dev.skald.server.aws.Action;
import dev.skald.server.aws.AwsService;
import dev.skald.server.aws.Constraints;
import dev.skald.server.aws.Operations;
import dev.skald.tasks.events.EventBus;
import java.util.HashMap;
import java.util.Map;

/** The operations of Amazon EventBridge that Skald has. */
public final class EventActions implements AwsService {
    private final Map<String, Entry> entries = new HashMap<>();
    private final Operations operations = Operations.beside(EventActions.class);

    public EventActions(EventBus bus) {
        add("PutEvents", new PutEventsAction(bus));
        var rules = new RuleActions(bus);
        add("PutRule", rules::put);
        add("DeleteRule", rules::delete);
        add("DescribeRule", rules::describe);
        add("EnableRule", (in, _) -> rules.enable(in, true));
        add("DisableRule", (in, _) -> rules.enable(in, false));
        add("ListRules", rules::list);
        add("ListRuleNamesByTarget", rules::listNamesByTarget);
        add("TestEventPattern", rules::test);
        var targets = new TargetActions(bus);
        add("PutTargets", targets::put);
        add("RemoveTargets", targets::remove);
        add("ListTargetsByRule", targets::list);
        var buses = new BusActions(bus);
        add("CreateEventBus", buses::create);
        add("DeleteEventBus", buses::delete);
        add("DescribeEventBus", buses::describe);
        add("ListEventBuses", buses::list);
    }

    private void add(String name, Action action) {
        Constraints constraints = operations.constraints(name);
        if (constraints == null) throw new IllegalStateException("the model has no operation " + name);
        entries.put(name, new Entry(constraints, action));
    }

    @Override
    public String name() {
        return "Amazon EventBridge";
    }

    @Override
    public String targetPrefix() {
        return "AWSEvents.";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public String signingName() {
        return "events";
    }

    @Override
    public boolean known(String action) {
        return entries.containsKey(action);
    }

    @Override
    public Entry find(String action) {
        Entry entry = entries.get(action);
        if (entry == null)
            throw new ServiceException(
                    "UnknownOperationException",
                    "Skald does not have the action " + action + " of Amazon EventBridge.");
        return entry;
    }
}
