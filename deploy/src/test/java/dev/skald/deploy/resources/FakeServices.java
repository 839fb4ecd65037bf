package dev.skald.deploy.resources;

import dev.skald.tasks.aws.ServiceCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Services that remember what is created, as far as creating asks for it. */
final class FakeServices implements ServiceCalls {
    final Map<String, ObjectNode> there = new HashMap<>();
    final List<String> changes = new ArrayList<>();
    final Set<String> unconfigured = new HashSet<>();

    @Override
    public boolean isConfigured(String service) {
        return !unconfigured.contains(service);
    }

    @Override
    public ObjectNode call(String service, String action, ObjectNode parameters) throws ServiceFailure {
        if (!action.startsWith("describe") && !action.startsWith("get") && !action.startsWith("head"))
            changes.add(service + ":" + action + " " + parameters);
        return switch (action) {
            case "describeTable" ->
                answer("Table", need("table/" + text(parameters, "TableName"), "ResourceNotFoundException"));
            case "describeTimeToLive" ->
                answer("TimeToLiveDescription", there.getOrDefault("ttl/" + text(parameters, "TableName"), json("{}")));
            case "createTable" ->
                create("table/" + text(parameters, "TableName"), parameters.put("TableStatus", "ACTIVE"));
            case "updateTable" -> update(parameters);
            case "updateTimeToLive" ->
                create("ttl/" + text(parameters, "TableName"), json("{\"TimeToLiveStatus\": \"ENABLED\"}"));
            case "headBucket" -> need("bucket/" + text(parameters, "Bucket"), "404");
            case "createBucket" -> create("bucket/" + text(parameters, "Bucket"), parameters);
            case "getQueueUrl" -> need("queue/" + text(parameters, "QueueName"), "QueueDoesNotExist");
            case "createQueue" ->
                create(
                        "queue/" + text(parameters, "QueueName"),
                        parameters.put("QueueUrl", "http://q/" + text(parameters, "QueueName")));
            case "createTopic" -> json("{\"TopicArn\": \"arn:topic\"}");
            case "getParameter" ->
                answer("Parameter", need("parameter/" + text(parameters, "Name"), "ParameterNotFound"));
            case "putParameter" -> create("parameter/" + text(parameters, "Name"), parameters);
            case "describeSecret" -> need("secret/" + text(parameters, "SecretId"), "ResourceNotFoundException");
            case "createSecret" -> create("secret/" + text(parameters, "Name"), parameters);
            case "setQueueAttributes", "subscribe" -> json("{}");
            default -> throw new ServiceFailure("UnknownOperation", action);
        };
    }

    private ObjectNode need(String key, String code) throws ServiceFailure {
        ObjectNode found = there.get(key);
        if (found == null) throw new ServiceFailure(code, "there is no " + key);
        return found;
    }

    private ObjectNode create(String key, ObjectNode value) throws ServiceFailure {
        if (there.putIfAbsent(key, value) != null) throw new ServiceFailure("ResourceInUseException", key);
        return value;
    }

    private ObjectNode update(ObjectNode parameters) throws ServiceFailure {
        ObjectNode table = need("table/" + text(parameters, "TableName"), "ResourceNotFoundException");
        for (JsonNode update : parameters.path("GlobalSecondaryIndexUpdates"))
            table.withArray("GlobalSecondaryIndexes").add(update.path("Create"));
        return table;
    }

    private static String text(ObjectNode parameters, String name) {
        return parameters.path(name).asString("");
    }

    private static ObjectNode answer(String name, ObjectNode value) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set(name, value);
        return answer;
    }

    static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }
}
