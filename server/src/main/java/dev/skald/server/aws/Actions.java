package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.http.LongPolls;
import dev.skald.server.metrics.Metrics;
import java.time.Duration;

/** The operations of AWS Step Functions. */
public final class Actions extends AwsService {
    /**
     * What can be set about the actions.
     *
     * @param payloadMax how long an execution's input or output may be, in characters; AWS has 262,144
     * @param activityPoll how long GetActivityTask waits for a task; AWS has 60 seconds
     */
    public record Limits(int payloadMax, Duration activityPoll) {}

    public Actions(Skald skald, LongPolls longPolls, Metrics metrics, Limits limits) {
        super(new Operations(limits.payloadMax()));
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

    @Override
    public String name() {
        return "AWS Step Functions";
    }

    @Override
    protected String targetPrefix() {
        return "AWSStepFunctions.";
    }

    @Override
    protected String contentType() {
        return "application/x-amz-json-1.0";
    }

    @Override
    protected String signingName() {
        return "states";
    }
}
