package dev.skald.server.events;

import dev.skald.server.aws.AwsService;
import dev.skald.server.aws.Operations;
import dev.skald.tasks.events.EventBus;

/** The operations of Amazon EventBridge that Skald has. */
public final class EventActions extends AwsService {
    public EventActions(EventBus bus) {
        super(Operations.beside(EventActions.class));
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

    @Override
    public String name() {
        return "Amazon EventBridge";
    }

    @Override
    protected String targetPrefix() {
        return "AWSEvents.";
    }

    @Override
    protected String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    protected String signingName() {
        return "events";
    }
}
