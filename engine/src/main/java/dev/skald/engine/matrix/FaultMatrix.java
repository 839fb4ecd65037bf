package dev.skald.engine.matrix;

import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.matrix.MatrixReport.Cell;
import dev.skald.engine.matrix.MatrixReport.Finding;
import dev.skald.engine.matrix.MatrixReport.Row;
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

    private final String definition;
    private final List<Payload> inputs = new ArrayList<>();
    private final Map<String, String> undos = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
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

    /** A machine whose executions it starts: its steps are part of the matrix. Their names must be others. */
    public FaultMatrix machine(String name, String itsDefinition) {
        others.put(name, itsDefinition);
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
        return new Runs(SagaUnderTest.of(definition, others, undos, results), List.copyOf(inputs)).report();
    }

    /** The runs of one report. */
    private static final class Runs {
        private final SagaUnderTest saga;
        private final List<Payload> inputs;
        private final Map<String, Map<Fault, Cell>> cells = new LinkedHashMap<>();
        private final Set<String> known = new LinkedHashSet<>();
        private final Map<String, FaultCase> undoCallers = new LinkedHashMap<>();
        private final Set<String> undosNeeded = new LinkedHashSet<>();
        private final Map<String, Detour> detours = new LinkedHashMap<>();
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> undisturbed = new ArrayList<>();
        private List<String> trace = List.of();
        private int runs;
        private int leftOut;

        Runs(SagaUnderTest saga, List<Payload> inputs) {
            this.saga = saga;
            this.inputs = inputs;
        }

        /**
         * A way that only a failure leads to.
         *
         * @param tasks that it has, in order
         */
        private record Detour(FaultCase cause, List<String> tasks) {}

        MatrixReport report() {
            List<Map<String, Integer>> visits = new ArrayList<>();
            for (int input = 0; input < inputs.size(); input++) visits.add(undisturbed(input));
            for (int input = 0; input < inputs.size(); input++) steps(input, visits.get(input));
            new LinkedHashMap<>(detours).forEach(this::detour);
            undos();
            return new MatrixReport(runs, leftOut, undisturbed, rows(), findings, trace);
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
                requireUsable(input, result, world);
                known.addAll(visits(world.ledger.visits()).keySet());
                String error = result.error() == null ? "" : " with " + result.error();
                undisturbed.add(
                        "Input " + (input + 1) + " ends " + result.status() + error + " when nothing goes wrong");
                judge(FaultCase.undisturbed(input), world);
                return visits(world.ledger.visits());
            }
        }

        // A failure that no Fail state means would be the end of every run: that says nothing of the saga.
        private static void requireUsable(int input, RunResult result, MatrixWorld world) {
            if (result.error() == null || world.endedInFail()) return;
            throw new IllegalArgumentException("With input " + (input + 1)
                    + " the execution fails before anything goes wrong: " + result.error() + ": " + result.cause()
                    + " Give an input that fits, results for the states whose results are read, and the machines whose"
                    + " executions it starts.");
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
            for (String error : errors(state)) tried(FaultCase.failing(input, state, visit, error));
            for (Fault fault : Fault.values())
                if (fault.target() == Fault.Target.STEP && fault != Fault.FAILS)
                    tried(FaultCase.of(input, state, visit, fault));
        }

        private Set<String> errors(String state) {
            Set<String> errors = new LinkedHashSet<>(List.of(FaultCase.UNDECLARED));
            saga.errors(state).stream().limit(ERRORS_MAX).forEach(errors::add);
            return errors;
        }

        /** What only a failure leads to, and what comes after it, goes wrong as well. */
        private void detour(String state, Detour detour) {
            FaultCase cause = detour.cause;
            for (String error : errors(state))
                tried(FaultCase.failing(cause.input(), state, 0, error).after(cause));
            for (Fault fault : Fault.values())
                if (fault.target() == Fault.Target.STEP && fault != Fault.FAILS)
                    tried(FaultCase.of(cause.input(), state, 0, fault).after(cause));
            for (String after : detour.tasks.subList(detour.tasks.indexOf(state) + 1, detour.tasks.size()))
                tried(FaultCase.failing(cause.input(), after, 0, FaultCase.UNDECLARED)
                        .after(cause));
        }

        /** Every undo that any of the runs has called, once for each thing that may go wrong with it. */
        private void undos() {
            new LinkedHashMap<>(undoCallers).forEach((undo, caller) -> {
                for (Fault fault : Fault.values())
                    if (fault.target() == Fault.Target.UNDO) tried(FaultCase.ofUndo(undo, fault, caller));
            });
            for (String undo : saga.compensations())
                if (!undoCallers.containsKey(undo)) cells.put(undo, new EnumMap<>(Fault.class));
        }

        private void tried(FaultCase faults) {
            if (runs >= RUNS_MAX) {
                leftOut++;
                return;
            }
            try (MatrixWorld world = run(faults)) {
                learn(faults, world);
                Cell cell = reached(faults, world) ? judge(faults, world) : Cell.NOT_REACHED;
                cells.computeIfAbsent(faults.state(), _ -> new EnumMap<>(Fault.class))
                        .merge(faults.fault(), cell, (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }

        /** Notes by which faults undos are called, best such that there is something to undo, and other states reached. */
        private void learn(FaultCase faults, MatrixWorld world) {
            for (String undo : world.ledger.undosCalled()) undoCallers.putIfAbsent(undo, faults);
            for (String undo : world.ledger.undosNeeded()) if (undosNeeded.add(undo)) undoCallers.put(undo, faults);
            List<String> called = List.copyOf(visits(world.ledger.visits()).keySet());
            for (String state : called)
                if (!saga.undoes(state) && known.add(state)) detours.put(state, new Detour(faults, called));
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
            if (!judged.wrong().isEmpty() && findings.isEmpty()) trace = world.trace();
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
    }
}
