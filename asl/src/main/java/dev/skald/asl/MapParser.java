package dev.skald.asl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles what only Map states have. Section 1.11. */
final class MapParser {
    private static final Set<String> PROCESSOR_FIELDS =
            Set.of("Comment", "StartAt", "States", "ProcessorConfig", "QueryLanguage");
    private static final Set<String> CONFIG_FIELDS = Set.of("Mode", "ExecutionType");
    private static final List<String> DISTRIBUTED_ONLY = List.of("ItemReader", "ItemBatcher", "ResultWriter", "Label");
    private static final String GET_OBJECT = "arn:aws:states:::s3:getObject";
    private static final String LIST_OBJECTS = "arn:aws:states:::s3:listObjectsV2";
    private static final String PUT_OBJECT = "arn:aws:states:::s3:putObject";
    private static final long BATCH_BYTES_MAX = 262_144;

    private final MachineParser machine;
    private final String name;
    private final Fields state;
    private final QueryLanguage language;

    MapParser(MachineParser machine, String name, Fields state, QueryLanguage language) {
        this.machine = machine;
        this.name = name;
        this.state = state;
        this.language = language;
    }

    MapState parse(List<Retrier> retriers, List<Catcher> catchers, Next next) {
        machine.labels().check(state);
        Fields processor = processor();
        Fields config = processor == null ? null : processor.object("ProcessorConfig");
        boolean distributed = isDistributed(config);
        if (config != null) config.allow(CONFIG_FIELDS);
        Distributed compiled = distributed && config != null ? distributed(config) : null;
        if (!distributed) refuseDistributedFields();
        String startAt = processor == null ? "" : machine.nested(processor, distributed);
        return new MapState(
                name,
                language.flow(StateType.Map, state),
                language.items(state, distributed),
                language.itemSelector(state),
                language.maxConcurrency(state),
                language.integer(state, "ToleratedFailureCount", 0, Long.MAX_VALUE),
                language.percentage(state, "ToleratedFailurePercentage"),
                startAt,
                compiled,
                retriers,
                catchers,
                next);
    }

    private @Nullable Fields processor() {
        String field = state.oneOf(false, "ItemProcessor", "Iterator");
        if (field == null) {
            state.require("ItemProcessor");
            return null;
        }
        Fields processor = state.object(field);
        if (processor != null) processor.allow(PROCESSOR_FIELDS);
        return processor;
    }

    private static boolean isDistributed(@Nullable Fields config) {
        String mode = config == null ? null : config.word("Mode", List.of("INLINE", "DISTRIBUTED"));
        return "DISTRIBUTED".equals(mode);
    }

    private void refuseDistributedFields() {
        for (String only : DISTRIBUTED_ONLY)
            if (state.has(only)) state.problem("Field '" + only + "' is only supported in mode 'DISTRIBUTED'");
    }

    private Distributed distributed(Fields config) {
        if (machine.type() == MachineType.EXPRESS)
            config.problem("Mode", "Express state machine does not support Map states in mode 'DISTRIBUTED'");
        config.require("ExecutionType");
        String type = config.word("ExecutionType", List.of("STANDARD", "EXPRESS"));
        String label = state.has("Label") ? state.string("Label") : null;
        return new Distributed(
                label == null ? labelOf(name) : label,
                type == null ? MachineType.STANDARD : MachineType.valueOf(type),
                reader(),
                batcher(),
                writer());
    }

    /** The label of a state that has none: the same whenever the definition is parsed. */
    private static String labelOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Distributed.@Nullable Reader reader() {
        Fields reader = state.object("ItemReader");
        if (reader == null) return null;
        reader.allow(Set.of("Resource", language.argumentsField(), "ReaderConfig"));
        String resource = resource(reader, List.of(GET_OBJECT, LIST_OBJECTS));
        Fields config = reader.object("ReaderConfig");
        return new Distributed.Reader(
                resource,
                arguments(reader, "ItemReader/"),
                config == null ? Expression.constant(Payload.EMPTY_OBJECT) : readerConfig(config));
    }

    private static String resource(Fields fields, List<String> known) {
        fields.require("Resource");
        String resource = fields.string("Resource");
        if (resource == null) return "";
        if (!known.contains(resource)) fields.problem("Resource", StateParser.unknownResource(resource));
        return resource;
    }

    private Expression<Payload> arguments(Fields fields, String within) {
        Expression<Payload> arguments = language.template(fields, language.argumentsField(), within);
        return arguments == null ? Expression.constant(Payload.EMPTY_OBJECT) : arguments;
    }

    /** The literal fields, with {@code MaxItems} as what it is evaluated to. */
    private Expression<Payload> readerConfig(Fields config) {
        Expression<Long> maxItems = language.integer(config, "MaxItems", Long.MIN_VALUE, Long.MAX_VALUE);
        ObjectNode literal = Json.object();
        for (var entry : config.entries())
            if (!entry.getKey().startsWith("MaxItems")) literal.set(entry.getKey(), entry.getValue());
        if (maxItems == null) return Expression.constant(Payload.of(literal));
        return scope -> {
            ObjectNode evaluated = Json.object();
            evaluated.setAll(literal);
            evaluated.put("MaxItems", maxItems.evaluate(scope));
            return Payload.of(evaluated);
        };
    }

    private Distributed.@Nullable Batcher batcher() {
        Fields batcher = state.object("ItemBatcher");
        if (batcher == null) return null;
        Expression<Long> items = language.integer(batcher, "MaxItemsPerBatch", 1, Long.MAX_VALUE);
        Expression<Long> bytes = language.integer(batcher, "MaxInputBytesPerBatch", 1, BATCH_BYTES_MAX);
        if (items == null && bytes == null && batcher.entries().stream().noneMatch(MapParser::isLimit))
            batcher.problem("One of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]");
        return new Distributed.Batcher(language.template(batcher, "BatchInput", "ItemBatcher/"), items, bytes);
    }

    private static boolean isLimit(Map.Entry<String, JsonNode> field) {
        return field.getKey().startsWith("Max");
    }

    private Distributed.@Nullable Writer writer() {
        Fields writer = state.object("ResultWriter");
        if (writer == null) return null;
        writer.allow(Set.of("Resource", language.argumentsField(), "WriterConfig"));
        if (writer.entries().isEmpty()) writer.problem("Value cannot be empty");
        Fields config = writer.object("WriterConfig");
        if (config != null) checkWriterConfig(config);
        boolean exports = writer.has("Resource") || writer.has(language.argumentsField());
        JsonNode literal = writer.get("WriterConfig");
        return new Distributed.Writer(
                exports
                        ? new Distributed.Export(
                                resource(writer, List.of(PUT_OBJECT)), arguments(writer, "ResultWriter/"))
                        : null,
                config == null || literal == null ? Payload.EMPTY_OBJECT : Payload.of(literal));
    }

    private static void checkWriterConfig(Fields config) {
        config.allow(Set.of("Transformation", "OutputType"));
        config.word("Transformation", List.of("NONE", "COMPACT", "FLATTEN"));
        config.word("OutputType", List.of("JSON", "JSONL"));
    }
}
