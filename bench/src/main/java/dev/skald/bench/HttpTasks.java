package dev.skald.bench;

import dev.skald.engine.Skald;
import dev.skald.tasks.LambdaEndpoint;
import java.net.URI;
import java.time.Duration;

/** W2h: as {@link JavaTasks}, with the functions behind an HTTP Lambda endpoint in a process of its own. */
final class HttpTasks implements Workload {
    private static final int CLIENTS = 50;

    @Override
    public String name() {
        return "w2h";
    }

    @Override
    public String title() {
        return "5 sequential Tasks behind an HTTP Lambda endpoint, durable, in process";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.reportWithCommits(scale, report);
        try (ChildJvm functions = ChildJvm.start(LambdaServer.class);
                LambdaEndpoint endpoint = new LambdaEndpoint(URI.create(functions.readLine()));
                StoreFolder folder = StoreFolder.in(scale.folder());
                Skald skald = Skald.at(folder.store()).functions(endpoint).open()) {
            Tally tally = JavaTasks.load(skald, scale, CLIENTS);
            report.load("w2h at " + CLIENTS, "workflows", tally);
            functions.cpuTime().ifPresent(time -> reportCost(time, tally, report));
        }
    }

    /** The endpoint's process is one of the others that the load's line tells of. */
    private static void reportCost(Duration cpuTime, Tally tally, Report report) {
        report.line("the endpoint's process: cpu %.0f us each", cpuTime.toNanos() / 1e3 / tally.completedInAll());
    }
}
