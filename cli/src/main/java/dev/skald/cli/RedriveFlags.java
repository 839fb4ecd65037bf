package dev.skald.cli;

import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Which executions {@code skald redrive --all} means. */
final class RedriveFlags {
    @Option(names = "--machine", paramLabel = "NAME", description = "only of this machine, a name or an ARN")
    private @Nullable String machine;

    @Option(
            names = "--through",
            paramLabel = "VERSION",
            description =
                    "only those started through this version or alias: a number or a name with --machine, or an ARN")
    private @Nullable String through;

    @Option(names = "--status", description = "only with this status: FAILED, TIMED_OUT, ABORTED (default: all three)")
    private @Nullable Status status;

    @Option(names = "--error", paramLabel = "NAME", description = "only those that ended with this error")
    private @Nullable String error;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "only those started since: 36h, 7d, 2026-01-31 or 2026-01-31T12:00:00Z")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "only those started before this time")
    private @Nullable Instant until;

    /** Whether any is given. */
    boolean given() {
        return machine != null || through != null || status != null || error != null || since != null || until != null;
    }

    /** Adds them to a request. */
    void addTo(ObjectNode request) {
        add(request, "machine", machine);
        add(request, "through", through);
        add(request, "status", status);
        add(request, "error", error);
        add(request, "startedFrom", since);
        add(request, "startedBefore", until);
    }

    private static void add(ObjectNode request, String name, @Nullable Object value) {
        if (value != null) request.put(name, value.toString());
    }
}
