package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Topics of SNS, with the subscriptions that a topic itself names. To create one again changes nothing. */
final class Topics implements ResourceCreation.Creator {
    private static final String SERVICE = "sns";
    private static final Set<String> KNOWN =
            Set.of("TopicName", "DisplayName", "FifoTopic", "ContentBasedDeduplication", "Subscription");

    private final ServiceCalls calls;
    private final Effects effects;

    Topics(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        effects.unknown(resource, properties, KNOWN);
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("Name", resource.name());
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        for (String name : Set.of("FifoTopic", "ContentBasedDeduplication"))
            if (properties.path(name).asBoolean(false)) attributes.put(name, "true");
        if (!attributes.isEmpty()) request.set("Attributes", attributes);
        String arn =
                calls.call(SERVICE, "createTopic", request).path("TopicArn").asString("");
        for (JsonNode subscription : properties.path("Subscription")) subscribe(arn, subscription);
    }

    private void subscribe(String topic, JsonNode subscription) throws ServiceFailure, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("TopicArn", topic);
        for (String name : Set.of("Protocol", "Endpoint"))
            request.put(name, subscription.path(name).asString(""));
        calls.call(SERVICE, "subscribe", request);
    }
}
