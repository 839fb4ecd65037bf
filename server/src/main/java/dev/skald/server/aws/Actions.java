package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.http.LongPolls;
import dev.skald.server.metrics.Metrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The table of actions: what is in it can be called. */
public final class Actions implements AwsService {
    private final Map<String, Entry> entries = new HashMap<>();
    private final Operations operations;

    /**
     * What can be set about the actions.
     *
     * @param payloadMax how long an execution's input or output may be, in characters; AWS has 262,144
     * @param activityPoll how long GetActivityTask waits for a task; AWS has 60 seconds
     */
    public record Limits(int payloadMax, Duration activityPoll) {}

    public Actions(Skald skald, LongPolls longPolls, Metrics metrics, Limits limits) {
        operations = new Operations(limits.payloadMax());
        Catalogue catalogue = new Catalogue(skald);
        Starts starts = new Starts(skald, metrics);

        add("CreateStateMachine", new CreateStateMachine(catalogue, skald));
        add("UpdateStateMachine", new UpdateStateMachine(catalogue, skald));
        add("DescribeStateMachine", new DescribeStateMachine(skald));
        add("ListStateMachines", new ListStateMachines(skald));
        add("DeleteStateMachine", new DeleteStateMachine(skald));
        add("ValidateStateMachineDefinition", new ValidateStateMachineDefinition());

        add("PublishStateMachineVersion", new PublishStateMachineVersion(skald));
        add("ListStateMachineVersions", new ListStateMachineVersions(skald));
        add("DeleteStateMachineVersion", new DeleteStateMachineVersion(skald));
        add("CreateStateMachineAlias", new CreateStateMachineAlias(skald));
        add("UpdateStateMachineAlias", new UpdateStateMachineAlias(skald));
        add("DescribeStateMachineAlias", new DescribeStateMachineAlias(skald));
        add("DeleteStateMachineAlias", new DeleteStateMachineAlias(skald));
        add("ListStateMachineAliases", new ListStateMachineAliases(skald));

        add("StartExecution", new StartExecution(starts));
        add("StartSyncExecution", new StartSyncExecution(starts));
        add("StopExecution", new StopExecution(skald));
        add("RedriveExecution", new RedriveExecution(skald));
        add("DescribeExecution", new DescribeExecution(skald));
        add("DescribeStateMachineForExecution", new DescribeStateMachineForExecution(skald));
        add("ListExecutions", new ListExecutions(skald));
        add("GetExecutionHistory", new GetExecutionHistory(skald));

        add("ListMapRuns", new ListMapRuns(skald));
        add("DescribeMapRun", new DescribeMapRun(skald));
        add("UpdateMapRun", new UpdateMapRun(skald));

        add("TestState", new TestState(skald));

        add("CreateActivity", new CreateActivity(skald));
        add("DescribeActivity", new DescribeActivity(skald));
        add("ListActivities", new ListActivities(skald));
        add("DeleteActivity", new DeleteActivity(skald));
        add("GetActivityTask", new GetActivityTask(skald, longPolls, limits.activityPoll()));
        add("SendTaskSuccess", new SendTaskSuccess(skald));
        add("SendTaskFailure", new SendTaskFailure(skald));
        add("SendTaskHeartbeat", new SendTaskHeartbeat(skald));

        add("TagResource", new TagResource(catalogue));
        add("UntagResource", new UntagResource(catalogue));
        add("ListTagsForResource", new ListTagsForResource(catalogue));
    }

    private void add(String name, Action action) {
        Constraints constraints = operations.constraints(name);
        if (constraints == null) throw new IllegalStateException("AWS has no operation " + name);
        entries.put(name, new Entry(constraints, action));
    }

    @Override
    public String name() {
        return "AWS Step Functions";
    }

    @Override
    public String targetPrefix() {
        return "AWSStepFunctions.";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.0";
    }

    @Override
    public String signingName() {
        return "states";
    }

    @Override
    public boolean known(String name) {
        return entries.containsKey(name);
    }

    /** Checks a request without performing it. @throws ServiceException what AWS answers with an error */
    public void check(String action, ObjectNode members) {
        find(action).constraints().check(members);
    }

    @Override
    public Entry find(String name) {
        Entry entry = entries.get(name);
        if (entry != null) return entry;
        String reason = operations.constraints(name) == null
                ? "AWS Step Functions has no action '" + name + "'."
                : "Skald does not have the action " + name + " yet.";
        throw new ServiceException("UnknownOperationException", reason);
    }
}
