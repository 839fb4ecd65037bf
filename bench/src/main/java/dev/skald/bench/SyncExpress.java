package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.engine.Skald;

/** W3: StartSyncExecution of an EXPRESS machine of five Pass states over HTTP. Nothing of it is kept. */
final class SyncExpress implements Workload {
    @Override
    public String name() {
        return "w3";
    }

    @Override
    public String title() {
        return "StartSyncExecution of 5 Pass states over HTTP, EXPRESS";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.report(scale, report);
        try (StoreFolder folder = StoreFolder.in(scale.folder());
                Listening server = Listening.open(Skald.at(folder.store()))) {
            report.load("w3 at " + scale.connections(), "executions", load(server, scale));
        }
    }

    /** Starts over HTTP. The answer comes when the execution has ended, and says how. */
    static Tally load(Listening server, Scale scale) throws Exception {
        String machine = server.skald().deploy("five-passes", Machines.passes(), MachineType.EXPRESS);
        HttpPost request = HttpPost.aws("StartSyncExecution", Listening.startOf(machine), "\"SUCCEEDED\"");
        Window window = Window.after(scale.warmUp(), scale.measured());
        return HttpLoad.until(window, server.address(), scale.connections(), request)
                .checked();
    }
}
