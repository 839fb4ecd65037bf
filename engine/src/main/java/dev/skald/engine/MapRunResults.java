package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.MapRun;
import dev.skald.engine.items.ChildResult;
import dev.skald.engine.items.ResultFiles;
import dev.skald.engine.items.ResultWriter;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.items.WriteRequest;
import dev.skald.engine.items.WriterConfig;
import dev.skald.engine.items.WriterConfig.Transformation;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the results of a Map Run's children, read from the store in the order of the items. */
final class MapRunResults {
    /** How many children are read at a time. */
    static final int PAGE = 256;

    private final Store store;
    private final DescribeExecution describe;
    private final ResultWriter writer;
    private final int bytesMax;

    MapRunResults(Store store, DescribeExecution describe, ResultWriter writer, int bytesMax) {
        this.store = store;
        this.describe = describe;
        this.writer = writer;
        this.bytesMax = bytesMax;
    }

    /** The results, for the state's output. */
    sealed interface Results {
        record Output(Payload payload) implements Results {}

        record TooLarge() implements Results {}
    }

    /** @throws ResultWriterException if they cannot be written */
    Results of(MapRun run) {
        MapRun.Writing writing = run.writing();
        if (writing == null) return inline(run, Payload.EMPTY_OBJECT);
        return writing.resource() == null ? inline(run, writing.config()) : export(run, writing);
    }

    private Results inline(MapRun run, Payload config) {
        var output = WriterConfig.of(config, Transformation.COMPACT).output(bytesMax);
        each(run.arn(), output::add);
        return output.tooLarge() ? new Results.TooLarge() : new Results.Output(output.payload());
    }

    /** Whether results go to files, whatever becomes of the run. */
    static boolean exports(MapRun run) {
        return run.writing() != null && run.writing().resource() != null;
    }

    /**
     * Exports what there is of a run that failed or was stopped, and the inputs of the children that were not begun.
     *
     * @throws ResultWriterException if they cannot be written
     */
    void exportUnfinished(MapRun run, PendingInputs pending) {
        MapRun.Writing writing = run.writing();
        if (writing == null || writing.resource() == null) return;
        try (ResultFiles files = begin(run, writing)) {
            each(run.arn(), files::add);
            for (Payload input = pending.next(); input != null; input = pending.next())
                files.add(ChildResult.pending(input));
            files.finish();
        }
    }

    private ResultFiles begin(MapRun run, MapRun.Writing writing) {
        Payload arguments = writing.arguments() == null ? Payload.EMPTY_OBJECT : writing.arguments();
        String resource = String.valueOf(writing.resource());
        return writer.begin(new WriteRequest(resource, arguments, writing.config(), run.arn()));
    }

    private Results export(MapRun run, MapRun.Writing writing) {
        try (ResultFiles files = begin(run, writing)) {
            each(run.arn(), files::add);
            ObjectNode output = Json.object();
            output.put("MapRunArn", run.arn());
            output.set("ResultWriterDetails", files.finish().node());
            return new Results.Output(Payload.of(output));
        }
    }

    private void each(String mapRunArn, Consumer<ChildResult> seen) {
        long from = 0;
        while (true) {
            List<ExecutionRow> page = store.children(mapRunArn, from, PAGE);
            for (ExecutionRow child : page) {
                seen.accept(result(child));
                from = child.origin().mapItem() == null
                        ? from
                        : child.origin().mapItem().index() + 1;
            }
            if (page.size() < PAGE) return;
        }
    }

    private ChildResult result(ExecutionRow child) {
        RunResult result = describe.endOf(child);
        return new ChildResult(
                child.arn(),
                child.stateMachineArn(),
                result.name(),
                result.status(),
                result.input(),
                result.output(),
                result.error(),
                result.cause(),
                result.startedAt(),
                result.stoppedAt(),
                child.redriveCount());
    }

    /** Why a state whose results are too large fails. */
    static MapRunFailure tooLarge(String state) {
        return new MapRunFailure(ErrorName.DATA_LIMIT_EXCEEDED, MapRun.tooLargeText(state));
    }
}
