package dev.skald.tasks.aws;

import dev.skald.asl.TaskResource;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;

/** {@code dynamodb:getItem}, {@code putItem}, {@code updateItem} and {@code deleteItem}. */
public final class DynamoDbTask implements TaskPerformer {
    private static final String SERVICE = "dynamodb";

    private final ServiceTask task;

    public DynamoDbTask(AwsServices services) {
        this.task = new ServiceTask(
                services, new OptimisedService("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"));
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(SERVICE);
    }

    @Override
    public String limitedBy(TaskCall call) {
        return SERVICE;
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        String action = ServiceTask.integration(call).action();
        return task.perform(SERVICE, action, call.parameters().node(), call);
    }
}
