package dev.skald.tasks.items;

import dev.skald.engine.items.ResultFiles;
import dev.skald.engine.items.ResultWriter;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.items.WriteRequest;
import dev.skald.engine.items.WriterConfig;
import dev.skald.engine.objects.ObjectStore;
import tools.jackson.databind.JsonNode;

/** Writes the results of Map Runs with {@code s3:putObject} to an object store. */
public final class ObjectResultWriter implements ResultWriter {
    /** The largest result file, in bytes; what comes after it goes to another one. As on AWS. */
    public static final long FILE_BYTES_MAX = 5L << 30;

    private final ObjectStore store;
    private final long fileBytesMax;

    public ObjectResultWriter(ObjectStore store) {
        this(store, FILE_BYTES_MAX);
    }

    ObjectResultWriter(ObjectStore store, long fileBytesMax) {
        this.store = store;
        this.fileBytesMax = fileBytesMax;
    }

    @Override
    public ResultFiles begin(WriteRequest request) {
        if (!request.resource().endsWith(":s3:putObject"))
            throw ResultWriterException.failed("The resource " + request.resource() + " writes no results.");
        WriterConfig config = WriterConfig.of(request.writerConfig(), WriterConfig.Transformation.NONE);
        var files = new ObjectResultFiles(store, destination(request), config, fileBytesMax);
        files.begin();
        return files;
    }

    /** Where the files of a Map Run are. */
    record Destination(String bucket, String folder, String mapRunArn) {}

    private static Destination destination(WriteRequest request) {
        JsonNode arguments = request.arguments().node();
        String bucket = arguments.path("Bucket").asString("");
        String prefix = arguments.path("Prefix").asString("");
        String run = request.mapRunArn().substring(request.mapRunArn().lastIndexOf(':') + 1);
        return new Destination(bucket, folder(prefix) + run + "/", request.mapRunArn());
    }

    /** A prefix need not end with a slash; one that does gets no second one. */
    private static String folder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }
}
