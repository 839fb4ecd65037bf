package dev.skald.tasks.aws;

import dev.skald.engine.task.TaskPerformer;
import java.util.List;

/** All ways to do a task that call AWS services. */
public final class AwsTasks {
    private AwsTasks() {}

    /** @param services closed by the caller, after the engine */
    public static List<TaskPerformer> of(AwsServices services) {
        return List.of(
                new AwsSdkTask(services),
                new DynamoDbTask(services),
                new SqsTask(services),
                new SnsTask(services),
                new EventsTask(services),
                new ServiceJob(services, new EcsTasks()),
                new ServiceJob(services, new BatchJobs()),
                new ServiceJob(services, new GlueJobs()));
    }
}
