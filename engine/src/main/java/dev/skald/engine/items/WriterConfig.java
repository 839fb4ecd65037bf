package dev.skald.engine.items;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** {@code WriterConfig}: what is made of the results of children. Section 1.11 of the reference. */
public record WriterConfig(Transformation transformation, OutputType outputType) {

    /** What a child that succeeded becomes. One that did not is always as with {@link #NONE}. */
    public enum Transformation {
        /** Its output with all that is known of the execution. */
        NONE,
        /** Its output. */
        COMPACT,
        /** Its output; for an array, the elements. */
        FLATTEN
    }

    /** How results follow each other. */
    public enum OutputType {
        /** In one array. */
        JSON,
        /** One a line. */
        JSONL
    }

    /**
     * Reads the field.
     *
     * @param config an object, {@code {}} when there is none
     * @param byDefault {@link Transformation#NONE} for results that are exported, else {@link Transformation#COMPACT}
     * @throws ResultWriterException if it has a value that AWS does not know
     */
    public static WriterConfig of(Payload config, Transformation byDefault) {
        JsonNode node = config.node();
        return new WriterConfig(
                known(Transformation.class, node.path("Transformation").asString(byDefault.name())),
                known(OutputType.class, node.path("OutputType").asString(OutputType.JSON.name())));
    }

    private static <T extends Enum<T>> T known(Class<T> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw ResultWriterException.failed("WriterConfig has the unknown value " + name + ".");
        }
    }

    /** Hands over what the child becomes: one result, or for {@link Transformation#FLATTEN} any number. */
    public void transform(ChildResult child, Consumer<JsonNode> results) {
        Payload output = child.output();
        if (child.status() != Status.SUCCEEDED || output == null) {
            results.accept(child.toJson());
            return;
        }
        switch (transformation) {
            case NONE -> results.accept(child.toJson());
            case COMPACT -> results.accept(output.node());
            case FLATTEN -> flatten(output.node(), results);
        }
    }

    private static void flatten(JsonNode output, Consumer<JsonNode> results) {
        if (output.isArray()) output.forEach(results);
        else results.accept(output);
    }

    /** The results of children as the output of a Map state that does not export them. */
    public final class Output {
        private final long bytesMax;
        private final StringBuilder text = new StringBuilder();
        private boolean tooLarge;

        private Output(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        /** Adds what becomes of the next child. When it grows too large, nothing more is kept. */
        public void add(ChildResult child) {
            if (!tooLarge) transform(child, this::append);
        }

        private void append(JsonNode result) {
            if (!text.isEmpty()) text.append(outputType == OutputType.JSON ? ',' : '\n');
            text.append(Json.write(result));
            tooLarge |= text.length() > bytesMax;
            if (tooLarge) text.setLength(0);
        }

        /** Whether the results take more bytes than are allowed; exact once all of them were added. */
        public boolean tooLarge() {
            return tooLarge || payload().utf8Length() > bytesMax;
        }

        /** The results: an array; of JSON Lines, which are no JSON value, the text. */
        public Payload payload() {
            return switch (outputType) {
                case JSON -> Payload.ofText("[" + text + "]");
                case JSONL -> Payload.of(Json.text(text.toString()));
            };
        }
    }

    /**
     * Begins the output of a Map state.
     *
     * @param bytesMax the largest output, in bytes
     */
    public Output output(long bytesMax) {
        return new Output(bytesMax);
    }
}
