package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.MapRunDescription;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.tasks.items.ObjectMapData;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * W6: Map DISTRIBUTED over a million items of a file of JSON Lines of 1 GB, in batches of 100, each an EXPRESS child with one Pass
 * state, durable. Run it with {@code SKALD_BENCH_OPTS=-Xmx256m} to see that the heap is bounded, whatever the file.
 */
final class DistributedItems implements Workload {
    private static final String BUCKET = "items";
    private static final String KEY = "large.jsonl";
    private static final int BATCH = 100;
    private static final String TEXT = "x".repeat(972);
    private static final Duration END_MAX = Duration.ofMinutes(20);

    private static final String DEFINITION = """
            {"StartAt": "Each", "States": {"Each": {"Type": "Map", "Label": "each", "End": true,
              "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSONL"},
                "Parameters": {"Bucket": "items", "Key": "large.jsonl"}},
              "ItemBatcher": {"MaxItemsPerBatch": 100},
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "I", "States": {"I": {"Type": "Pass", "Result": 1, "End": true}}}}}}
            """;

    @Override
    public String name() {
        return "w6";
    }

    @Override
    public String title() {
        return "Map DISTRIBUTED over a file of JSON Lines, batches of 100, EXPRESS children, durable, in process";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.reportWithCommits(scale, report);
        int items = scale.objectItems();
        try (StoreFolder folder = StoreFolder.in(scale.folder())) {
            long bytes =
                    write(Files.createDirectory(folder.path().resolve(BUCKET)).resolve(KEY), items);
            var data = ObjectMapData.of(new FolderObjects(folder.path()));
            try (Skald skald = Skald.at(folder.store()).mapData(data).open()) {
                report(items, bytes, run(skald, items), report);
            }
        }
    }

    private static long write(Path file, int items) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < items; i++)
                out.write("{\"orderId\":\"%d\",\"note\":\"%s\"}\n"
                        .formatted(i, TEXT)
                        .getBytes(StandardCharsets.UTF_8));
        }
        return Files.size(file);
    }

    private static double run(Skald skald, int items) {
        String machine = skald.deploy("each", DEFINITION, MachineType.STANDARD);
        long started = System.nanoTime();
        String execution = skald.start(machine, null, Payload.EMPTY_OBJECT);
        RunResult result = skald.await(execution, END_MAX);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (result.status() != Status.SUCCEEDED)
            throw new IllegalStateException("the Map ended otherwise: " + result.error() + " " + result.cause());
        String run = skald.listMapRuns(execution, Long.MAX_VALUE, 1).getFirst().arn();
        MapRunDescription described = skald.describeMapRun(run);
        if (described.items().succeeded() != items || described.executions().succeeded() != children(items))
            throw new IllegalStateException("not every item was seen to: " + described);
        return seconds;
    }

    private static int children(int items) {
        return (items + BATCH - 1) / BATCH;
    }

    private static void report(int items, long bytes, double seconds, Report report) {
        report.count("w6", items);
        report.line(
                "%,d items, %,d MB, %,d children in %.1f s: %,.0f items/s; %d KiB alive at the end, of a heap of %d MiB",
                items,
                bytes / 1_000_000,
                children(items),
                seconds,
                items / seconds,
                Heap.liveBytes() >> 10,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
