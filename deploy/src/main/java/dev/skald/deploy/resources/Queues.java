package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Queues of SQS. Attributes of a queue that is there are changed; its messages stay. */
final class Queues implements ResourceCreation.Creator {
    private static final String SERVICE = "sqs";
    private static final String FIFO = "FifoQueue";

    /** Properties that are attributes of the same name. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "DelaySeconds",
            "MaximumMessageSize",
            "MessageRetentionPeriod",
            "ReceiveMessageWaitTimeSeconds",
            "VisibilityTimeout",
            "RedrivePolicy",
            "RedriveAllowPolicy",
            "ContentBasedDeduplication",
            "DeduplicationScope",
            "FifoThroughputLimit",
            FIFO);

    private final ServiceCalls calls;
    private final Effects effects;

    Queues(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        Set<String> known = new HashSet<>(ATTRIBUTES);
        known.add("QueueName");
        effects.unknown(resource, properties, known);
        ObjectNode attributes = attributes(properties);
        Optional<String> url = url(resource.name());
        if (url.isEmpty()) createNew(resource.name(), attributes);
        else change(resource, url.get(), attributes);
    }

    /** All of them are texts in the API, objects as JSON. */
    private static ObjectNode attributes(ObjectNode properties) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        for (String name : ATTRIBUTES) {
            JsonNode value = properties.path(name);
            if (value.isMissingNode() || (name.equals(FIFO) && !value.asBoolean(false))) continue;
            attributes.put(name, value.isContainer() ? value.toString() : value.asString());
        }
        return attributes;
    }

    private Optional<String> url(String name) throws ServiceFailure, InterruptedException {
        try {
            ObjectNode answer = calls.call(SERVICE, "getQueueUrl", queue(name));
            return Optional.of(answer.path("QueueUrl").asString(""));
        } catch (ServiceFailure failure) {
            if (failure.code().contains("NonExistentQueue") || failure.code().contains("QueueDoesNotExist"))
                return Optional.empty();
            throw failure;
        }
    }

    private static ObjectNode queue(String name) {
        return JsonNodeFactory.instance.objectNode().put("QueueName", name);
    }

    private void createNew(String name, ObjectNode attributes) throws ServiceFailure, InterruptedException {
        ObjectNode request = queue(name);
        request.set("Attributes", attributes);
        calls.call(SERVICE, "createQueue", request);
    }

    private void change(Resource resource, String url, ObjectNode attributes)
            throws ServiceFailure, InterruptedException {
        boolean isFifo = attributes.has(FIFO);
        if (isFifo != resource.name().endsWith(".fifo"))
            effects.unsupported(
                    resource, "the queue `" + resource.name() + "` is there, and stays of the kind that it is");
        attributes.remove(FIFO);
        if (attributes.isEmpty()) return;
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("QueueUrl", url);
        request.set("Attributes", attributes);
        calls.call(SERVICE, "setQueueAttributes", request);
    }
}
