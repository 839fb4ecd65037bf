package dev.skald.tasks.aws;

import dev.skald.asl.TaskResource;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;

/** {@code sqs:sendMessage}, also with {@code .waitForTaskToken}: a message body that is an object is sent as its JSON. */
public final class SqsTask implements TaskPerformer {
    private static final String SERVICE = "sqs";

    private final ServiceTask task;

    public SqsTask(AwsServices services) {
        this.task = new ServiceTask(services, new OptimisedService("SQS", "AmazonSQS", "AmazonSQSException"));
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
