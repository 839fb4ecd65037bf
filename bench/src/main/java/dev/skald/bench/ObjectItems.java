package dev.skald.bench;

import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.ReadRequest;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.tasks.items.ObjectItemReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * The readers of Distributed Maps: a million items from a file in each format, parsed and counted, nothing done with them. The
 * file of JSON Lines has 1 GB. The heap that is alive half way shows that it does not grow with the file; run it with
 * {@code SKALD_BENCH_OPTS=-Xmx64m} to see that 64 MiB are enough.
 */
final class ObjectItems implements Workload {
    private static final String BUCKET = "items";
    private static final int TEXT_CHARS = 972;
    private static final String TEXT = "x".repeat(TEXT_CHARS);

    /** A file to read: what the reader is told of it, and its lines. */
    private record Sample(String key, String config, String header, IntFunction<String> line) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("large.jsonl", "{\"InputType\":\"JSONL\"}", "", ObjectItems::largeLine),
            new Sample("small.jsonl", "{\"InputType\":\"JSONL\"}", "", ObjectItems::smallLine),
            new Sample("small.jsonl.gz", "{\"InputType\":\"JSONL\"}", "", ObjectItems::smallLine),
            new Sample(
                    "small.csv",
                    "{\"InputType\":\"CSV\",\"CSVHeaderLocation\":\"FIRST_ROW\"}",
                    "orderId,customer,amount,note\n",
                    ObjectItems::row));

    private static String largeLine(int i) {
        return "{\"orderId\":\"%d\",\"note\":\"%s\"}\n".formatted(i, TEXT);
    }

    private static String smallLine(int i) {
        return "{\"orderId\":\"%d\",\"customer\":\"c-%d\",\"amount\":12.5,\"note\":\"two, or three\"}\n"
                .formatted(i, i % 100);
    }

    private static String row(int i) {
        return "%d,c-%d,12.5,\"two, or three\"\n".formatted(i, i % 100);
    }

    @Override
    public String name() {
        return "readers";
    }

    @Override
    public String title() {
        return "Items of Distributed Maps from objects in a folder";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        try (StoreFolder folder = StoreFolder.in(scale.folder())) {
            Path bucket = Files.createDirectory(folder.path().resolve(BUCKET));
            for (Sample sample : SAMPLES) {
                Path file = bucket.resolve(sample.key());
                write(file, sample, scale.objectItems());
                measure(folder.path(), sample, scale.objectItems(), Files.size(file), report);
                Files.delete(file);
            }
        }
    }

    private static void write(Path file, Sample sample, int items) throws IOException {
        try (OutputStream out = open(file)) {
            out.write(sample.header().getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < items; i++) out.write(sample.line().apply(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static OutputStream open(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
    }

    private static void measure(Path root, Sample sample, int items, long bytes, Report report) {
        try (ItemSource source = source(root, sample)) {
            long started = System.nanoTime();
            read(source, items / 2);
            long halfNanos = System.nanoTime() - started;
            long live = Heap.liveBytes();
            long resumed = System.nanoTime();
            read(source, items - items / 2);
            double seconds = (halfNanos + System.nanoTime() - resumed) / 1e9;
            if (source.next() != null) throw new IllegalStateException("more items than were written");
            report.count(sample.key(), items);
            report.line(
                    "%-15s %,9.0f items/s  %,6.0f MB/s   (%,d items, %,d MB in %.1f s; %,d KiB alive half way)",
                    sample.key(),
                    items / seconds,
                    bytes / 1e6 / seconds,
                    items,
                    bytes / 1_000_000,
                    seconds,
                    live >> 10);
        }
    }

    private static void read(ItemSource source, int items) {
        for (int i = 0; i < items; i++) {
            Item item = source.next();
            if (item == null || !item.value().node().has("orderId"))
                throw new IllegalStateException("item " + i + " is not what was written");
        }
    }

    private static ItemSource source(Path root, Sample sample) {
        Payload address = Payload.ofText("{\"Bucket\":\"%s\",\"Key\":\"%s\"}".formatted(BUCKET, sample.key()));
        return new ObjectItemReader(new FolderObjects(root))
                .open(new ReadRequest("arn:aws:states:::s3:getObject", address, Payload.ofText(sample.config())));
    }
}
