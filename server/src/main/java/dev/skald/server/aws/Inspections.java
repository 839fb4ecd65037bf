package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.Watch;
import dev.skald.core.StateOutcome;
import dev.skald.server.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code inspectionData}: members hold JSON as text. */
final class Inspections {
    private Inspections() {}

    static void write(StateOutcome.Inspection inspection, JsonWriter out) {
        for (Watch.Stage stage : Watch.Stage.values()) {
            Payload value = inspection.stages().get(stage);
            if (value != null) out.text(name(stage), value.text());
        }
        if (!inspection.variables().isEmpty()) out.text("variables", object(inspection.variables()));
        if (inspection.retryIndex() != null || inspection.catchIndex() != null)
            out.object(
                    "errorDetails",
                    details -> details.number("catchIndex", number(inspection.catchIndex()))
                            .number("retryIndex", number(inspection.retryIndex()))
                            .number("retryBackoffIntervalSeconds", inspection.retryBackoffSeconds()));
        if (inspection.map() != null) write(inspection.map(), out);
    }

    private static void write(StateOutcome.MapFields map, JsonWriter out) {
        Double percentage = map.toleratedFailurePercentage();
        out.number("toleratedFailureCount", map.toleratedFailureCount())
                .raw("toleratedFailurePercentage", percentage == null ? null : percentage.toString())
                .number("maxConcurrency", map.maxConcurrency());
    }

    private static String name(Watch.Stage stage) {
        return switch (stage) {
            case INPUT -> "input";
            case AFTER_ARGUMENTS -> "afterArguments";
            case AFTER_INPUT_PATH -> "afterInputPath";
            case AFTER_PARAMETERS -> "afterParameters";
            case RESULT -> "result";
            case AFTER_RESULT_SELECTOR -> "afterResultSelector";
            case AFTER_RESULT_PATH -> "afterResultPath";
            case AFTER_ITEMS_PATH -> "afterItemsPath";
            case AFTER_ITEM_SELECTOR -> "afterItemSelector";
            case AFTER_ITEM_BATCHER -> "afterItemBatcher";
            case AFTER_ITEMS_POINTER -> "afterItemsPointer";
        };
    }

    private static String object(Map<String, Payload> variables) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        variables.forEach((name, value) -> object.set(name, value.node()));
        return Payload.of(object).text();
    }

    private static @Nullable Long number(@Nullable Integer index) {
        return index == null ? null : index.longValue();
    }
}
