package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.aws.ServiceAnswer.Answered;
import dev.skald.tasks.events.PutEvents;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code events:putEvents}, also with {@code .waitForTaskToken}. As Step Functions does, every entry names the execution and its
 * machine among its resources, and a single failed entry fails the task with {@code EventBridge.FailedEntry}. Where no endpoint
 * is configured for EventBridge itself, the events go onto Skald's own bus.
 */
public final class EventsTask implements TaskPerformer {
    private static final String RESOURCE = "events";
    private static final String SERVICE = "eventbridge";
    private static final String ENTRIES = "Entries";

    private final AwsServices services;
    private final @Nullable OwnBus own;
    private final ServiceTask task;

    /** @param bus Skald's own; null when there is none: then events without an endpoint go to AWS */
    public EventsTask(AwsServices services, @Nullable PutEvents bus) {
        this.services = services;
        this.own = bus == null ? null : new OwnBus(bus);
        this.task = new ServiceTask(services, new EventsSpelling());
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(RESOURCE);
    }

    @Override
    public String limitedBy(TaskCall call) {
        return RESOURCE;
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        if (own != null && services.settings().ownEndpointOf(SERVICE).isEmpty()) return put(own, call);
        String action = ServiceTask.integration(call).action();
        return task.perform(SERVICE, action, withOrigin(call), call);
    }

    private static TaskOutcome put(OwnBus bus, TaskCall call) {
        try {
            return bus.put(withOrigin(call));
        } catch (UnusableParameters unusable) {
            return ServiceTask.unusable(unusable, call);
        }
    }

    /** The parameters, with the execution and its machine as resources of each entry. */
    static JsonNode withOrigin(TaskCall call) {
        JsonNode parameters = call.parameters().node().deepCopy();
        for (JsonNode entry : parameters.path(ENTRIES)) if (entry instanceof ObjectNode object) addOrigin(object, call);
        return parameters;
    }

    private static void addOrigin(ObjectNode entry, TaskCall call) {
        JsonNode given = entry.path("Resources");
        if (!given.isMissingNode() && !given.isArray()) return;
        ArrayNode resources = entry.withArray("Resources");
        resources.add(call.executionArn());
        resources.add(call.stateMachineArn());
    }

    /** What became of the entries; those that did not fail are on their way. */
    static TaskOutcome outcome(ObjectNode answer) {
        if (answer.path("FailedEntryCount").asInt(0) == 0) return new TaskOutcome.Succeeded(Payload.of(answer));
        return new TaskOutcome.Failed(
                "EventBridge.FailedEntry", Payload.of(answer).text(), effect(answer));
    }

    private static Effect effect(ObjectNode answer) {
        return StreamSupport.stream(answer.path(ENTRIES).spliterator(), false).allMatch(EventsTask::isRefused)
                ? Effect.NONE
                : Effect.UNCERTAIN;
    }

    private static boolean isRefused(JsonNode entry) {
        String code = entry.path("ErrorCode").asString("");
        return !code.isEmpty() && !code.startsWith("Internal");
    }

    private static final class EventsSpelling implements ServiceTask.Spelling {
        private final OptimisedService errors =
                new OptimisedService("EventBridge", "AmazonEventBridge", "AmazonEventBridgeException");

        @Override
        public String error(ServiceClient client, AwsServiceException error) {
            return errors.error(client, error);
        }

        @Override
        public String cause(AwsServiceException error) {
            return errors.cause(error);
        }

        @Override
        public String clientError(ServiceClient client) {
            return errors.clientError(client);
        }

        @Override
        public TaskOutcome succeeded(ServiceClient client, Answered answer) {
            return outcome(client.json(answer));
        }
    }
}
