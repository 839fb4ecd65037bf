package dev.skald.cli.run;

import dev.skald.cli.project.Expectation;
import dev.skald.cli.project.MachineFile;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Report;
import dev.skald.cli.project.Scenario;
import dev.skald.cli.view.Progress;
import dev.skald.cli.view.ProgressEvent;
import dev.skald.cli.view.ShortTime;
import dev.skald.cli.view.Table;
import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal;
import dev.skald.cli.view.Terminal.Style;
import dev.skald.core.Event;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a project's scenarios on an engine. */
public final class ScenarioRun {
    /** How many executions of a machine are looked at to find earlier runs. */
    private static final int KNOWN_MAX = 1_000;

    private static final int EARLIER_SHOWN_MAX = 9;
    private static final int EVENTS_AT_ONCE = 500;

    private final Project project;
    private final Skald skald;
    private final Arrivals arrivals;
    private final ScriptedAnswers answers;
    private final Terminal terminal;
    private final Map<String, String> machineArns = new HashMap<>();

    /**
     * What came of a scenario.
     *
     * @param unmet what is not as expected; empty when all is
     */
    public record Outcome(Scenario scenario, RunResult result, List<String> unmet) {}

    /** Gives the project's own check of a scenario. */
    @FunctionalInterface
    public interface Checks {
        @Nullable
        Expectation check(Scenario scenario) throws Exception;
    }

    /** @param arrivals a listener of that engine */
    public ScenarioRun(Project project, Skald skald, Arrivals arrivals, Terminal terminal) {
        this.project = project;
        this.skald = skald;
        this.arrivals = arrivals;
        this.answers = new ScriptedAnswers(skald);
        this.terminal = terminal;
    }

    /**
     * Deploys the machines, shows earlier executions, and runs every scenario to its end.
     *
     * @throws IOException if a definition cannot be read
     */
    public List<Outcome> run(Checks checks) throws Exception {
        deploy();
        List<ExecutionRow> known = executions();
        RunNumbers numbers = new RunNumbers(project.scenarios(), known);
        int number = numbers.current();
        showEarlier(known, numbers, number);
        List<Outcome> outcomes = new ArrayList<>();
        for (Scenario scenario : project.scenarios())
            outcomes.add(run(scenario, number, numbers, checks.check(scenario)));
        return outcomes;
    }

    private void deploy() throws IOException {
        for (Map.Entry<String, MachineFile> machine : project.machines().entrySet()) {
            MachineFile file = machine.getValue();
            String definition = Files.readString(file.definition());
            machineArns.put(machine.getKey(), skald.deploy(machine.getKey(), definition, file.type()));
        }
    }

    /** The latest executions of all the project's machines, newest first. */
    public List<ExecutionRow> executions() {
        return machineArns.values().stream()
                .flatMap(arn ->
                        skald
                                .listExecutions(new ExecutionQuery(arn, null, Map.of(), Long.MAX_VALUE, KNOWN_MAX))
                                .stream())
                .sorted((a, b) -> Long.compare(b.id(), a.id()))
                .toList();
    }

    private void showEarlier(List<ExecutionRow> known, RunNumbers numbers, int number) {
        List<Long> current = project.scenarios().stream()
                .flatMap(scenario -> numbers.execution(scenario, number).stream())
                .map(ExecutionRow::id)
                .toList();
        List<ExecutionRow> earlier =
                known.stream().filter(row -> !current.contains(row.id())).toList();
        if (earlier.isEmpty()) return;
        terminal.line(terminal.styled(Style.BOLD, "Earlier executions"));
        Table table = new Table("  name", "status", "started", "took");
        earlier.stream().limit(EARLIER_SHOWN_MAX).forEach(row -> table.row(earlierRow(row)));
        table.print(terminal);
        if (earlier.size() > EARLIER_SHOWN_MAX)
            terminal.line("  and " + (earlier.size() - EARLIER_SHOWN_MAX) + " before them");
        terminal.line();
    }

    private static Cell[] earlierRow(ExecutionRow row) {
        Instant stopped = row.stoppedAt();
        return new Cell[] {
            Cell.of("  " + row.name()),
            Cell.of(row.status().name()),
            Cell.of(ShortTime.relative(row.startedAt(), Instant.now())),
            Cell.of(stopped == null ? "" : ShortTime.duration(Duration.between(row.startedAt(), stopped)))
        };
    }

    private Outcome run(Scenario scenario, int number, RunNumbers numbers, @Nullable Expectation check)
            throws InterruptedException {
        String name = RunNumbers.name(scenario, number);
        Optional<ExecutionRow> before = numbers.execution(scenario, number);
        String resumed = before.isEmpty() ? "" : before.get().status().terminal() ? " (done before)" : " (goes on)";
        terminal.line(terminal.styled(Style.BOLD, name) + terminal.styled(Style.DIM, resumed));
        String arn = before.isPresent() ? before.get().arn() : start(scenario, name);
        follow(arn, scenario);
        RunResult result = skald.await(arn, Duration.ofMinutes(1));
        List<String> unmet = UnmetExpectations.of(scenario.expected(), result, check);
        showUnmet(unmet);
        return new Outcome(scenario, result, unmet);
    }

    private String start(Scenario scenario, String name) {
        return skald.start(machineArn(scenario), name, scenario.input());
    }

    private String machineArn(Scenario scenario) {
        String arn = machineArns.get(scenario.machine());
        if (arn == null) throw new IllegalStateException("the project was read without machine " + scenario.machine());
        return arn;
    }

    private Set<String> undoStates(Scenario scenario) {
        MachineFile machine = project.machines().get(scenario.machine());
        return machine == null ? Set.of() : machine.undo();
    }

    /** Shows every event of the execution until its last; those of before a restart come first. */
    private void follow(String arn, Scenario scenario) throws InterruptedException {
        Progress progress = new Progress(terminal, undoStates(scenario), "  ");
        long next = 1;
        while (true) {
            List<Event> events = skald.history(arn, next, EVENTS_AT_ONCE);
            for (Event event : events) {
                ProgressEvent shown = ProgressEvent.of(event);
                progress.show(shown);
                if (shown.isLast()) return;
                next = event.sequence() + 1;
                if (event.detail() instanceof Event.TaskSubmitted) answers.answer(arn, scenario);
            }
            if (events.isEmpty()) arrivals.await();
        }
    }

    private void showUnmet(List<String> unmet) {
        if (unmet.isEmpty()) terminal.line("  " + terminal.styled(Style.DIM, "as expected"));
        for (String what : unmet) terminal.line("  " + terminal.styled(Style.RED, "not as expected: " + what));
        terminal.line();
    }

    /** Prints the project's report; whether it says that all is well. */
    public boolean report(Report report) throws Exception {
        StringBuilder text = new StringBuilder();
        boolean well = report.print(executions(), text);
        text.toString().lines().forEach(terminal::line);
        return well;
    }
}
