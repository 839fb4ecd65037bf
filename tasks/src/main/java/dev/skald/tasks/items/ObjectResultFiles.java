package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.items.ChildResult;
import dev.skald.engine.items.ResultFiles;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.items.WriterConfig;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.ObjectStoreException;
import dev.skald.engine.objects.ObjectUpload;
import dev.skald.tasks.items.ObjectResultWriter.Destination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One series of files for each outcome, and a manifest that names them. */
final class ObjectResultFiles implements ResultFiles {
    /** In the order of the manifest; the names begin the names of the files. */
    private enum Outcome {
        FAILED,
        PENDING,
        SUCCEEDED;

        static Outcome of(Status status) {
            return switch (status) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED, TIMED_OUT, ABORTED -> FAILED;
                case RUNNING -> PENDING;
            };
        }
    }

    private final ObjectStore store;
    private final Destination destination;
    private final WriterConfig config;
    private final Map<Outcome, ResultSeries> series = new EnumMap<>(Outcome.class);

    ObjectResultFiles(ObjectStore store, Destination destination, WriterConfig config, long fileBytesMax) {
        this.store = store;
        this.destination = destination;
        this.config = config;
        for (Outcome outcome : Outcome.values())
            series.put(
                    outcome,
                    new ResultSeries(
                            store,
                            destination.bucket(),
                            destination.folder() + outcome.name(),
                            config.outputType(),
                            fileBytesMax));
    }

    /** Fails at once when the destination cannot be written. */
    void begin() {
        checked(() -> store.put(destination.bucket(), manifestKey()).close());
    }

    @Override
    public void add(ChildResult child) {
        ResultSeries files = of(Outcome.of(child.status()));
        config.transform(child, result -> checked(() -> files.write(result)));
    }

    private ResultSeries of(Outcome outcome) {
        ResultSeries files = series.get(outcome);
        if (files == null) throw new IllegalStateException("every outcome has its files: " + outcome);
        return files;
    }

    @Override
    public Payload finish() {
        checked(() -> {
            for (ResultSeries files : series.values()) files.complete();
            writeManifest();
        });
        ObjectNode details = Json.object();
        return Payload.of(details.put("Bucket", destination.bucket()).put("Key", manifestKey()));
    }

    private void writeManifest() throws IOException {
        ObjectNode manifest = Json.object();
        manifest.put("DestinationBucket", destination.bucket());
        manifest.put("MapRunArn", destination.mapRunArn());
        ObjectNode files = manifest.putObject("ResultFiles");
        for (Outcome outcome : Outcome.values())
            files.set(outcome.name(), of(outcome).toJson());
        try (ObjectUpload upload = store.put(destination.bucket(), manifestKey())) {
            upload.body().write(Json.write(manifest).getBytes(StandardCharsets.UTF_8));
            upload.complete();
        }
    }

    private String manifestKey() {
        return destination.folder() + "manifest.json";
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void checked(Step step) {
        try {
            step.run();
        } catch (ObjectStoreException e) {
            throw ResultWriterException.failed(e.cause());
        } catch (IOException e) {
            throw ResultWriterException.failed("The results cannot be written: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        checked(() -> {
            for (ResultSeries files : series.values()) files.close();
        });
    }
}
