package dev.skald.server.api;

import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineCounts;
import dev.skald.server.json.JsonWriter;
import java.util.Comparator;
import java.util.List;

/**
 * {@code GET /status}: what runs, sleeps, waits for a person and failed, in all and by machine, those that need somebody
 * first. What succeeded is not counted: there may be very much of it.
 */
final class StatusApi {
    /** As many machines as AWS lets an account have. */
    private static final int MACHINES_COUNTED_MAX = 10_000;

    private static final int MACHINES_SHOWN_MAX = 1_000;

    private static final Comparator<MachineCounts> NEEDIEST_FIRST =
            Comparator.comparingLong(StatusApi::needs).reversed().thenComparing(MachineCounts::stateMachineArn);

    private final Skald skald;

    StatusApi(Skald skald) {
        this.skald = skald;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, JsonWriter out) {
        if (path.length != 1 || !path[0].equals("status")) return false;
        List<MachineCounts> counts = skald.insight().countByMachine(MACHINES_COUNTED_MAX);
        write(counts.stream().reduce(MachineCounts.none(""), MachineCounts::plus), out);
        out.flag("healthy", skald.statistics().healthy());
        List<MachineCounts> shown =
                counts.stream().sorted(NEEDIEST_FIRST).limit(MACHINES_SHOWN_MAX).toList();
        out.list("machines", items -> shown.forEach(machine -> items.object(item -> item(machine, item))));
        if (shown.size() < counts.size()) out.number("machinesLeftOut", (long) counts.size() - shown.size());
        return true;
    }

    private static long needs(MachineCounts counts) {
        return counts.parked() + counts.waitingTasks() + counts.unknownFailures();
    }

    private static void item(MachineCounts counts, JsonWriter item) {
        String arn = counts.stateMachineArn();
        item.text("stateMachineArn", arn).text("name", arn.substring(arn.lastIndexOf(':') + 1));
        write(counts, item);
    }

    static void write(MachineCounts counts, JsonWriter out) {
        out.number("running", counts.running())
                .number("sleeping", counts.sleeping())
                .number("waitingForPerson", counts.parked() + counts.waitingTasks())
                .number("parked", counts.parked())
                .number("waitingTasks", counts.waitingTasks())
                .number("knownFailures", counts.knownFailures())
                .number("unknownFailures", counts.unknownFailures());
    }
}
