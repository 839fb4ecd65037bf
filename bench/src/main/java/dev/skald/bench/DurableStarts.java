package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.Skald;

/** W1: StartExecution of a STANDARD machine of five Pass states over HTTP, durable. */
final class DurableStarts implements Workload {
    @Override
    public String name() {
        return "w1";
    }

    @Override
    public String title() {
        return "StartExecution of 5 Pass states over HTTP, durable";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.reportWithCommits(scale, report);
        try (StoreFolder folder = StoreFolder.in(scale.folder());
                Listening server = Listening.open(Skald.at(folder.store()))) {
            report.load("w1 at " + scale.connections(), "starts", load(server, scale));
        }
    }

    /** Starts over HTTP. The answer comes when the start is durable, and in this machine with it the end. */
    static Tally load(Listening server, Scale scale) throws Exception {
        String machine = server.skald().deploy("five-passes", Machines.passes(), MachineType.STANDARD);
        HttpPost request = HttpPost.aws("StartExecution", Listening.startOf(machine), "\"executionArn\"");
        Window window = Window.after(scale.warmUp(), scale.measured());
        Tally tally = HttpLoad.until(window, server.address(), scale.connections(), request)
                .checked();
        Counted.check(server.skald(), machine, Status.SUCCEEDED, tally.completedInAll());
        return tally;
    }
}
