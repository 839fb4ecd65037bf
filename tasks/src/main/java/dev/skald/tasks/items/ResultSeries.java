package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.engine.items.WriterConfig.OutputType;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.ObjectUpload;
import dev.skald.engine.objects.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The files {@code NAME_0.json}, {@code NAME_1.json} and so on: a new one begins when one is full. */
final class ResultSeries implements AutoCloseable {
    private final ObjectStore store;
    private final String bucket;
    private final String name;
    private final OutputType outputType;
    private final long fileBytesMax;
    private final ArrayNode written = Json.array();
    private @Nullable ObjectUpload file;
    private long bytes;

    ResultSeries(ObjectStore store, String bucket, String name, OutputType outputType, long fileBytesMax) {
        this.store = store;
        this.bucket = bucket;
        this.name = name;
        this.outputType = outputType;
        this.fileBytesMax = fileBytesMax;
    }

    void write(JsonNode result) throws IOException {
        byte[] json = Json.write(result).getBytes(StandardCharsets.UTF_8);
        if (file != null && bytes + json.length + 2 > fileBytesMax) complete();
        ObjectUpload open = file == null ? begin() : file;
        write(open, separator());
        write(open, json);
    }

    private ObjectUpload begin() {
        ObjectUpload begun = store.put(bucket, name + "_" + written.size() + ".json");
        file = begun;
        bytes = 0;
        return begun;
    }

    private byte[] separator() {
        String separator = switch (outputType) {
            case JSON -> bytes == 0 ? "[" : ",";
            case JSONL -> bytes == 0 ? "" : "\n";
        };
        return separator.getBytes(StandardCharsets.UTF_8);
    }

    private void write(ObjectUpload open, byte[] more) throws IOException {
        open.body().write(more);
        bytes += more.length;
    }

    /** Completes the file that is open, if one is. */
    void complete() throws IOException {
        ObjectUpload open = file;
        if (open == null) return;
        open.body().write(outputType == OutputType.JSON ? ']' : '\n');
        StoredObject object = open.complete();
        written.addObject().put("Key", object.key()).put("Size", object.size());
        close();
    }

    /** The files, as the manifest lists them. */
    JsonNode toJson() {
        return written;
    }

    @Override
    public void close() {
        ObjectUpload open = file;
        file = null;
        if (open != null) open.close();
    }
}
