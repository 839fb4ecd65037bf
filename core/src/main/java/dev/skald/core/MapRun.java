package dev.skald.core;

import dev.skald.asl.Entropy;
import dev.skald.asl.MachineType;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import dev.skald.asl.Variables;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that one run of a Map state in mode DISTRIBUTED needs, evaluated when the state is performed: whoever runs it needs
 * nothing more of the execution that waits for it. Section 1.11 of the reference.
 *
 * @param arn {@code arn:...:mapRun:MACHINE/LABEL:UUID}
 * @param label which Map state of the definition it is
 * @param executionType of the children
 * @param items the items, an array, or an object whose members they are; null when a reader reads them
 * @param reader null when the items are here
 * @param batching null when every item has a child of its own
 * @param writing null means the plain outputs, as the state's result
 * @param selecting what the {@code ItemSelector} sees; null when there is none
 */
public record MapRun(
        String arn,
        String label,
        MachineType executionType,
        @Nullable Payload items,
        @Nullable Reading reader,
        @Nullable Batching batching,
        @Nullable Writing writing,
        Tolerance tolerance,
        @Nullable Selecting selecting) {

    /** {@code ItemReader}, evaluated. */
    public record Reading(String resource, Payload arguments, Payload config) {}

    /** {@code ItemBatcher}, evaluated; null means no such input, or no such limit. */
    public record Batching(
            @Nullable Payload batchInput,
            @Nullable Long maxItems,
            @Nullable Long maxInputBytes) {}

    /** {@code ResultWriter}, evaluated; resource and arguments are null when nothing is exported. */
    public record Writing(
            @Nullable String resource, @Nullable Payload arguments, Payload config) {}

    /**
     * How much may run side by side, and how much may fail.
     *
     * @param maxConcurrency 0 means no limit of the state's own
     * @param failureCount how many items; 0 when there is no {@code ToleratedFailureCount}
     * @param failurePercentage 0 to 100; 0 when there is no {@code ToleratedFailurePercentage}
     */
    public record Tolerance(int maxConcurrency, long failureCount, double failurePercentage) {}

    /** The effective input, the variables, and the context object of the state, without an item. */
    public record Selecting(Payload input, Map<String, Payload> variables, Payload context) {}

    /**
     * An item, as the {@code ItemSelector} sees it.
     *
     * @param key null unless the items are the members of an object
     * @param source {@code Map.Item.Source} of the context object
     */
    public record Item(long index, @Nullable String key, Payload value, String source) {}

    /** AWS's text for results that are too large for the state's output. */
    public static String tooLargeText(String state) {
        return Turn.tooLargeText(state);
    }

    /**
     * What becomes of an item by the {@code ItemSelector}.
     *
     * @throws dev.skald.asl.EvaluationException if it cannot be evaluated
     */
    public Payload select(MapState state, Item item, Instant now, Entropy entropy) {
        if (state.itemSelector() == null || selecting == null) return item.value;
        Map<String, Payload> values = selecting.variables;
        Variables variables = values::get;
        Payload context = context(selecting.context, item);
        return state.itemSelector()
                .evaluate(new Scope(selecting.input, null, null, variables, () -> context, now, entropy));
    }

    private static Payload context(Payload context, Item item) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        context.node().forEachEntry(node::set);
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("Index", item.index);
        if (item.key != null) shown.put("Key", item.key);
        shown.set("Value", item.value.node());
        shown.put("Source", item.source);
        node.putObject("Map").set("Item", shown);
        return Payload.of(node);
    }

    // As JSON, for the journal: members are only ever added. The items are stored apart.

    Payload toPayload() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("arn", arn).put("label", label).put("type", executionType.name());
        node.put("maxConcurrency", tolerance.maxConcurrency);
        node.put("failureCount", tolerance.failureCount).put("failurePercentage", tolerance.failurePercentage);
        if (reader != null) {
            ObjectNode reading = node.putObject("reader").put("resource", reader.resource);
            put(put(reading, "arguments", reader.arguments), "config", reader.config);
        }
        if (batching != null) {
            ObjectNode limits = put(node.putObject("batcher"), "input", batching.batchInput);
            if (batching.maxItems != null) limits.put("items", batching.maxItems);
            if (batching.maxInputBytes != null) limits.put("bytes", batching.maxInputBytes);
        }
        if (writing != null) {
            ObjectNode writer = put(node.putObject("writer"), "config", writing.config);
            if (writing.resource != null) writer.put("resource", writing.resource);
            put(writer, "arguments", writing.arguments);
        }
        if (selecting != null) {
            ObjectNode selector = node.putObject("selector");
            put(put(selector, "input", selecting.input), "context", selecting.context);
            ObjectNode variables = selector.putObject("variables");
            selecting.variables.forEach((name, value) -> put(variables, name, value));
        }
        return Payload.of(node);
    }

    /** Texts stay as they are: a payload is a string in the JSON. */
    private static ObjectNode put(ObjectNode node, String name, @Nullable Payload payload) {
        if (payload != null) node.put(name, payload.text());
        return node;
    }

    static MapRun of(Payload payload, @Nullable Payload items) {
        JsonNode node = payload.node();
        return new MapRun(
                node.path("arn").asString(),
                node.path("label").asString(),
                MachineType.valueOf(node.path("type").asString()),
                items,
                node.has("reader") ? reading(node.path("reader")) : null,
                node.has("batcher") ? batching(node.path("batcher")) : null,
                node.has("writer") ? writing(node.path("writer")) : null,
                new Tolerance(
                        node.path("maxConcurrency").asInt(),
                        node.path("failureCount").asLong(),
                        node.path("failurePercentage").asDouble()),
                node.has("selector") ? selecting(node.path("selector")) : null);
    }

    private static Reading reading(JsonNode node) {
        return new Reading(node.path("resource").asString(), payload(node, "arguments"), payload(node, "config"));
    }

    private static Batching batching(JsonNode node) {
        return new Batching(
                node.has("input") ? payload(node, "input") : null,
                node.has("items") ? (Long) node.path("items").asLong() : null,
                node.has("bytes") ? (Long) node.path("bytes").asLong() : null);
    }

    private static Writing writing(JsonNode node) {
        return new Writing(
                node.has("resource") ? node.path("resource").asString() : null,
                node.has("arguments") ? payload(node, "arguments") : null,
                payload(node, "config"));
    }

    private static Selecting selecting(JsonNode node) {
        Map<String, Payload> variables = new LinkedHashMap<>();
        JsonNode texts = node.path("variables");
        texts.propertyNames().forEach(name -> variables.put(name, payload(texts, name)));
        return new Selecting(payload(node, "input"), variables, payload(node, "context"));
    }

    private static Payload payload(JsonNode node, String name) {
        return Payload.ofText(node.path(name).asString());
    }
}
