package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tables of DynamoDB. A table whose keys differ stays as it is: it would have to be deleted with all that it holds. */
final class Tables implements ResourceCreation.Creator {
    private static final String SERVICE = "dynamodb";
    private static final Set<String> CREATED = Set.of(
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "BillingMode",
            "ProvisionedThroughput",
            "GlobalSecondaryIndexes",
            "LocalSecondaryIndexes",
            "StreamSpecification");
    private static final String TIME_TO_LIVE = "TimeToLiveSpecification";
    private static final String INDEXES = "GlobalSecondaryIndexes";

    /** How often a table is asked whether it is there by now. */
    private static final int LOOKS_MAX = 100;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ServiceCalls calls;
    private final Effects effects;

    Tables(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        Set<String> known = new HashSet<>(CREATED);
        known.add(TIME_TO_LIVE);
        effects.unknown(resource, properties, known);
        JsonNode there = describe(resource.name());
        if (there == null) createNew(resource.name(), properties);
        else if (sameKeys(there, properties)) addIndexes(resource.name(), there, properties);
        else
            effects.unsupported(
                    resource,
                    "the table `" + resource.name()
                            + "` is there with other keys; it is left as it is, since it would have to"
                            + " be deleted with all that it holds");
        if (properties.has(TIME_TO_LIVE)) timeToLive(resource, properties.get(TIME_TO_LIVE));
    }

    private @Nullable JsonNode describe(String name) throws ServiceFailure, InterruptedException {
        try {
            return calls.call(SERVICE, "describeTable", table(name)).path("Table");
        } catch (ServiceFailure failure) {
            if (failure.code().equals("ResourceNotFoundException")) return null;
            throw failure;
        }
    }

    private static ObjectNode table(String name) {
        return JsonNodeFactory.instance.objectNode().put("TableName", name);
    }

    private void createNew(String name, ObjectNode properties) throws ServiceFailure, InterruptedException {
        ObjectNode request = properties.deepCopy();
        request.retain(CREATED);
        request.put("TableName", name);
        if (request.get("StreamSpecification") instanceof ObjectNode stream) {
            stream.retain("StreamViewType");
            stream.put("StreamEnabled", true);
        }
        calls.call(SERVICE, "createTable", numbered(request));
        awaitActive(name);
    }

    /** Numbers that a template has as texts. */
    private static ObjectNode numbered(ObjectNode request) {
        throughput(request);
        for (JsonNode index : request.path(INDEXES)) if (index instanceof ObjectNode object) throughput(object);
        return request;
    }

    private static void throughput(ObjectNode of) {
        if (!(of.get("ProvisionedThroughput") instanceof ObjectNode units)) return;
        for (String name : Set.of("ReadCapacityUnits", "WriteCapacityUnits"))
            if (units.path(name).isString()) units.put(name, units.path(name).asLong(1));
    }

    private void awaitActive(String name) throws ServiceFailure, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            JsonNode table = describe(name);
            if (table != null && table.path("TableStatus").asString("").equals("ACTIVE")) return;
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static boolean sameKeys(JsonNode there, ObjectNode properties) {
        return keys(there).equals(keys(properties));
    }

    /** Name, kind and type of each key. */
    private static Set<String> keys(JsonNode table) {
        Set<String> keys = new HashSet<>();
        for (JsonNode key : table.path("KeySchema")) {
            String name = key.path("AttributeName").asString("");
            keys.add(name + " " + key.path("KeyType").asString("") + " " + type(table, name));
        }
        return keys;
    }

    private static String type(JsonNode table, String name) {
        return table.path("AttributeDefinitions")
                .valueStream()
                .filter(each -> each.path("AttributeName").asString("").equals(name))
                .map(each -> each.path("AttributeType").asString(""))
                .findFirst()
                .orElse("");
    }

    private void addIndexes(String name, JsonNode there, ObjectNode properties)
            throws ServiceFailure, InterruptedException {
        Set<String> known = new HashSet<>();
        for (JsonNode index : there.path(INDEXES))
            known.add(index.path("IndexName").asString(""));
        for (JsonNode index : properties.path(INDEXES))
            if (!known.contains(index.path("IndexName").asString(""))) addIndex(name, index, properties);
    }

    private void addIndex(String name, JsonNode index, ObjectNode properties)
            throws ServiceFailure, InterruptedException {
        ObjectNode request = table(name);
        request.set("AttributeDefinitions", properties.path("AttributeDefinitions"));
        request.putArray("GlobalSecondaryIndexUpdates").addObject().set("Create", index);
        calls.call(SERVICE, "updateTable", request);
        awaitActive(name);
    }

    private void timeToLive(Resource resource, JsonNode wanted) throws ServiceFailure, InterruptedException {
        JsonNode there = calls.call(SERVICE, "describeTimeToLive", table(resource.name()))
                .path("TimeToLiveDescription");
        boolean isOn = there.path("TimeToLiveStatus").asString("").startsWith("ENABL");
        boolean isWanted = wanted.path("Enabled").asBoolean(true);
        if (isOn == isWanted) return;
        ObjectNode request = table(resource.name());
        request.putObject("TimeToLiveSpecification")
                .put("Enabled", isWanted)
                .put("AttributeName", wanted.path("AttributeName").asString(""));
        calls.call(SERVICE, "updateTimeToLive", request);
    }
}
