package dev.skald.tasks.aws;

import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.events.PutEvents;
import dev.skald.tasks.events.Receiver;
import dev.skald.tasks.http.HttpTargets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All ways to do a task that call AWS services. */
public final class AwsTasks implements AutoCloseable {
    private final ApiGatewayTask apis;
    private final List<TaskPerformer> performers;

    /**
     * @param services closed by the caller, after the engine
     * @param targets whom {@code apigateway:invoke} may call beside what is configured
     * @param bus Skald's own bus, for events without an endpoint; null when there is none
     */
    public AwsTasks(AwsServices services, HttpTargets targets, @Nullable PutEvents bus) {
        apis = new ApiGatewayTask(services, targets);
        performers = List.of(
                new AwsSdkTask(services),
                new DynamoDbTask(services),
                new SqsTask(services),
                new SnsTask(services),
                new EventsTask(services, bus),
                apis,
                new ServiceJob(services, new EcsTasks()),
                new ServiceJob(services, new BatchJobs()),
                new ServiceJob(services, new GlueJobs()));
    }

    /** Targets of an event bus that take messages: queues of SQS, topics of SNS. */
    public static List<Receiver> receivers(AwsServices services) {
        ServiceCalls calls = ServiceCalls.of(services);
        return List.of(new QueueReceiver(calls), new TopicReceiver(calls));
    }

    /** To be given to {@link dev.skald.engine.SkaldBuilder#performer}, one by one. */
    public List<TaskPerformer> performers() {
        return performers;
    }

    @Override
    public void close() {
        apis.close();
    }
}
