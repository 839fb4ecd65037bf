package dev.skald.server.api;

import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.functions.FunctionLogLine;
import dev.skald.tasks.functions.RecentFunctionLines;
import java.util.List;

/**
 * What functions have written lately, oldest first; of more lines than the limit, the last ones.
 *
 * <pre>
 * GET /executions/ARN/function-log?limit=N
 * GET /functions/NAME/log?limit=N
 * </pre>
 */
final class FunctionLogApi {
    private static final int LIMIT_DEFAULT = 500;
    private static final int LIMIT_MAX = 5_000;

    private final RecentFunctionLines lines;

    FunctionLogApi(RecentFunctionLines lines) {
        this.lines = lines;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length != 3) return false;
        if (path[0].equals(SkaldApi.EXECUTIONS) && path[2].equals("function-log"))
            write(lines.ofExecution(path[1], limit(query)), out);
        else if (path[0].equals("functions") && path[2].equals("log"))
            write(lines.ofFunction(path[1], limit(query)), out);
        else return false;
        return true;
    }

    private static int limit(QueryParameters query) {
        return query.limit(LIMIT_DEFAULT, LIMIT_MAX);
    }

    private static void write(List<FunctionLogLine> lines, JsonWriter out) {
        out.list("lines", items -> lines.forEach(line -> items.object(item -> write(line, item))));
    }

    private static void write(FunctionLogLine line, JsonWriter out) {
        out.iso("time", line.time())
                .text("function", line.function())
                .text("stream", line.stream())
                .text("requestId", line.requestId())
                .text("executionArn", line.executionArn())
                .text("state", line.state())
                .text("text", line.text());
    }
}
