package dev.skald.engine.matrix;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.engine.HistoryText;
import dev.skald.engine.RunResult;
import dev.skald.engine.matrix.MatrixReport.Cell;
import dev.skald.engine.matrix.MatrixReport.Finding;
import dev.skald.engine.matrix.MatrixReport.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a saga once for each step and each thing that may go wrong there, and looks whether all happened or nothing.
 *
 * <pre>{@code
 * MatrixReport report = FaultMatrix.of(definition).input(Payload.parse("{\"amount\": 12}")).run();
 * if (!report.ok()) System.out.println(report);
 * }</pre>
 *
 * <p>Everything is scripted and in memory, in virtual time: nobody is called. A machine without saga fields can be tested,
 * too, when it is told which state undoes which step.
 */
public final class FaultMatrix {
    /** How many runs there are at most. */
    public static final int RUNS_MAX = 3_000;

    /** How many of the errors that a definition names are tried at each step. */
    static final int ERRORS_MAX = 12;

    private static final String STATES = "States.";

    private final String definition;
    private final List<Payload> inputs = new ArrayList<>();
    private final Map<String, String> undos = new LinkedHashMap<>();
    private StepResults results = StepResults.NONE;

    private FaultMatrix(String definition) {
        this.definition = definition;
    }

    /** A matrix of a definition in JSON or YAML. Its inputs are {@code {}} alone unless others are given. */
    public static FaultMatrix of(String definition) {
        return new FaultMatrix(definition);
    }

    /** One more input: each goes its own way through a Choice. */
    public FaultMatrix input(Payload input) {
        inputs.add(input);
        return this;
    }

    /** What participants answer when they succeed. */
    public FaultMatrix results(StepResults scripted) {
        results = scripted;
        return this;
    }

    /** Says that a state undoes a step: of machines in plain ASL, which cannot say so. */
    public FaultMatrix undo(String step, String undoneBy) {
        undos.put(step, undoneBy);
        return this;
    }

    /**
     * Runs the matrix: some milliseconds a run.
     *
     * @throws IllegalArgumentException when the definition is not valid, or is no saga and nothing is said of its undos, or
     *     when an input or a result does not fit it
     */
    public MatrixReport run() {
        if (inputs.isEmpty()) inputs.add(Payload.EMPTY_OBJECT);
        return new Runs(SagaUnderTest.of(definition, undos, results), List.copyOf(inputs)).report();
    }

    /** The runs of one report. */
    private static final class Runs {
        private final SagaUnderTest saga;
        private final List<Payload> inputs;
        private final Map<String, Map<Fault, Cell>> cells = new LinkedHashMap<>();
        private final Map<String, FaultCase> callers = new LinkedHashMap<>();
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> undisturbed = new ArrayList<>();
        private List<String> trace = List.of();
        private int runs;
        private int leftOut;

        Runs(SagaUnderTest saga, List<Payload> inputs) {
            this.saga = saga;
            this.inputs = inputs;
        }

        MatrixReport report() {
            List<Map<String, Integer>> visits = new ArrayList<>();
            for (int input = 0; input < inputs.size(); input++) visits.add(undisturbed(input));
            for (int input = 0; input < inputs.size(); input++) steps(input, visits.get(input));
            undos();
            return new MatrixReport(inputs.size(), runs, leftOut, undisturbed, rows(), findings, trace);
        }

        private List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            cells.forEach((state, row) -> rows.add(new Row(state, saga.undoes(state), row)));
            return rows;
        }

        /** How often each Task is visited when nothing goes wrong. */
        private Map<String, Integer> undisturbed(int input) {
            try (MatrixWorld world = run(FaultCase.undisturbed(input))) {
                RunResult result =
                        world.skald().describeExecution(world.execution()).result();
                requireUsable(input, result);
                String error = result.error() == null ? "" : " with " + result.error();
                undisturbed.add(
                        "Input " + (input + 1) + " ends " + result.status() + error + " when nothing goes wrong");
                judge(FaultCase.undisturbed(input), world);
                return visits(world.ledger.visits());
            }
        }

        // Everything would end there: that says nothing of the saga.
        private static void requireUsable(int input, RunResult result) {
            String error = result.error();
            if (error == null || !error.startsWith(STATES)) return;
            throw new IllegalArgumentException("With input " + (input + 1)
                    + " the execution fails before anything goes wrong: " + error + ": " + result.cause()
                    + " Give an input that fits, and results for the states whose results are read.");
        }

        private static Map<String, Integer> visits(Collection<Visit> all) {
            Map<String, Integer> visits = new LinkedHashMap<>();
            for (Visit visit : all) visits.merge(visit.state, 1, Integer::sum);
            return visits;
        }

        private void steps(int input, Map<String, Integer> visits) {
            visits.forEach((state, count) -> {
                if (saga.undoes(state)) return;
                Set<Integer> chosen = new LinkedHashSet<>(List.of(0, count - 1));
                for (int visit : chosen) step(input, state, visit);
            });
        }

        private void step(int input, String state, int visit) {
            Set<String> errors = new LinkedHashSet<>(List.of(FaultCase.UNDECLARED));
            saga.errors(state).stream().limit(ERRORS_MAX).forEach(errors::add);
            for (String error : errors) tried(FaultCase.failing(input, state, visit, error));
            for (Fault fault : Fault.values())
                if (fault.target() == Fault.Target.STEP && fault != Fault.FAILS)
                    tried(FaultCase.of(input, state, visit, fault));
        }

        /** Every undo that any of the runs has called, once for each thing that may go wrong with it. */
        private void undos() {
            new LinkedHashMap<>(callers).forEach((undo, caller) -> {
                for (Fault fault : Fault.values())
                    if (fault.target() == Fault.Target.UNDO) tried(FaultCase.ofUndo(undo, fault, caller));
            });
            for (String undo : saga.machine().compensations().keySet())
                if (!callers.containsKey(undo)) cells.put(undo, new EnumMap<>(Fault.class));
        }

        private void tried(FaultCase faults) {
            if (runs >= RUNS_MAX) {
                leftOut++;
                return;
            }
            try (MatrixWorld world = run(faults)) {
                for (String undo : world.ledger.undosCalled()) callers.putIfAbsent(undo, faults);
                Cell cell = reached(faults, world) ? judge(faults, world) : Cell.NOT_REACHED;
                cells.computeIfAbsent(faults.state(), _ -> new EnumMap<>(Fault.class))
                        .merge(faults.fault(), cell, (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }

        /** A second attempt that never was cannot fail. */
        private static boolean reached(FaultCase faults, MatrixWorld world) {
            if (faults.fault() != Fault.FAILS_AFTER_DOUBT) return true;
            return world.ledger.visits().stream()
                    .anyMatch(visit -> visit.state.equals(faults.state())
                            && visit.number == faults.visit()
                            && visit.attempts.size() > 1);
        }

        private MatrixWorld run(FaultCase faults) {
            runs++;
            var world = new MatrixWorld(saga, faults);
            world.run(inputs.get(faults.input()));
            return world;
        }

        private Cell judge(FaultCase faults, MatrixWorld world) {
            Verdict.Judged judged = Verdict.of(saga, faults, world);
            if (!judged.wrong().isEmpty() && findings.isEmpty()) trace = trace(world);
            for (String what : judged.wrong()) findings.add(finding(faults, what));
            return judged.cell();
        }

        private static Finding finding(FaultCase faults, String what) {
            return new Finding(
                    faults.input() + 1,
                    faults.state(),
                    faults.visit() + 1,
                    faults.fault(),
                    faults.error(),
                    faults.toString(),
                    what);
        }

        // What participants do comes before what the history says of it in the same instant.
        private static List<String> trace(MatrixWorld world) {
            List<Event> history = world.history();
            Instant start = history.getFirst().at();
            List<HistoryText.Line> lines = new ArrayList<>();
            for (MatrixWorld.TraceLine line : world.trace()) lines.add(new HistoryText.Line(line.at(), line.text()));
            lines.addAll(HistoryText.lines(history));
            return lines.stream()
                    .sorted((one, other) -> one.at().compareTo(other.at()))
                    .map(line -> line.since(start))
                    .toList();
        }
    }
}
