package dev.skald.acceptance.saga;

import dev.skald.acceptance.saga.Ledger.Outcome;
import dev.skald.asl.SagaExport.Code;
import dev.skald.asl.SagaExport.Warning;
import dev.skald.core.Status;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Which warnings of an export say that its run may have another effect than the saga's own, judged by what happened in the
 * two runs. What no warning speaks of is compared.
 *
 * @param own the saga's own run
 */
record Exclusion(SagaSample saga, List<Warning> warnings, ComparedRun own, ComparedRun exported) {
    private static final String RUNTIME = "States.Runtime";

    /** The codes that take this scenario out. */
    Set<Code> codes() {
        Set<Code> codes = EnumSet.noneOf(Code.class);
        for (Code code : Code.values()) if (takesOut(code)) codes.add(code);
        return codes;
    }

    private boolean takesOut(Code code) {
        return switch (code) {
            case STOP -> (own.stopped() || exported.stopped()) && !saga.places().isEmpty();
            case EXECUTION_TIMEOUT -> own.status() == Status.TIMED_OUT || exported.status() == Status.TIMED_OUT;
            case RUNTIME_ERROR -> runtimeError();
            case LIMITS -> exported.error().equals("States.DataLimitExceeded");
            case DRAIN -> drainMatters();
            case UNCERTAIN_BY_NAME -> oddly();
            case UNCERTAIN_RETRIES -> undoneForNothing();
            case UNCAUGHT_EVALUATION -> exported.unevaluated().stream().anyMatch(of(code)::contains);
            case KEY_NOT_SENT -> undone(own, of(code)) || undone(exported, of(code));
            case KEY_IN_LOOP -> !visitsTo(own, of(code)).equals(visitsTo(exported, of(code)));
            case PARK_ON_FAILURE -> own.redriven();
            case JSONPATH_LOOP ->
                own.ledger().undos().keySet().stream().anyMatch(visitsTo(own, of(code))::contains)
                        && visitsTo(own, of(code)).size() > of(code).size();
            case JSONPATH_SCOPE ->
                own.ledger().undos().keySet().stream()
                        .anyMatch(visit -> saga.forksAround(visit).stream().anyMatch(of(code)::contains));
            case PARK -> own.abandoned() && exported.abandoned() && keptItsPlace();
            // What the compensation is told, and fields that act on nothing outside.
            case FAILED_RECORD, ARGUMENTS_AGAIN, DROPPED_FIELDS -> false;
            // No random saga has them.
            case NESTED_EXECUTION, DISTRIBUTED_MAP -> false;
        };
    }

    /** The states of which a warning speaks. */
    private Set<String> of(Code code) {
        return warnings.stream()
                .filter(warning -> warning.code() == code && warning.state() != null)
                .map(warning -> String.valueOf(warning.state()))
                .collect(Collectors.toSet());
    }

    /** One that the saga has on purpose: in the exported run also where its own did not get to it, or waits for a person. */
    private boolean runtimeError() {
        boolean meant = saga.definition().contains(RandomSaga.NO_NAME)
                || saga.definition().contains(RandomPathSaga.NO_PATH);
        return own.error().equals(RUNTIME) || meant && exported.error().equals(RUNTIME);
    }

    private static boolean undone(ComparedRun run, Set<String> steps) {
        return run.ledger().undos().keySet().stream().anyMatch(visit -> steps.contains(SagaSample.step(visit)));
    }

    private static Set<String> visitsTo(ComparedRun run, Set<String> steps) {
        return run.visits().stream()
                .filter(visit -> steps.contains(SagaSample.step(visit)))
                .collect(Collectors.toSet());
    }

    /** A participant failed with an error that is uncertain, but by a name that is on no list. */
    private boolean oddly() {
        return !saga.definition().contains("\"UncertainErrors\":[\"" + Ledger.ODD + "\"]")
                && own.ledger().actions().values().stream().anyMatch(all -> all.contains(Outcome.HAPPENS_ODDLY));
    }

    /** What surely did not happen is undone by the export, and this undo failed for good. */
    private boolean undoneForNothing() {
        return exported.notUndone().stream()
                .anyMatch(visit -> of(Code.UNCERTAIN_RETRIES).contains(SagaSample.step(visit))
                        && !own.ledger().undos().containsKey(visit));
    }

    /** What waits for a person takes one of the places of its Map, and others were not undone before all was given up. */
    private boolean keptItsPlace() {
        Set<String> left = new HashSet<>(exported.ledger().standing());
        left.removeAll(own.ledger().standing());
        return left.stream()
                .anyMatch(visit -> saga.forksAround(visit).stream()
                        .anyMatch(fork -> fork(fork).path("MaxConcurrency").asInt(0) > 0));
    }

    private JsonNode fork(String name) {
        return Sagas.json(saga.definition()).findValue(name);
    }

    /**
     * Whether a warning says that the compensation of a visit may be told something else: it was cut off beside a failed
     * branch, it was retried, or what came after its success failed.
     */
    boolean toldOtherwise(String visit) {
        String step = SagaSample.step(visit);
        boolean failed = !own.ledger().actions().getOrDefault(visit, List.of()).equals(List.of(Outcome.SUCCEEDS));
        return besideFailed(visit)
                || failed && of(Code.UNCERTAIN_RETRIES).contains(step)
                || of(Code.FAILED_RECORD).contains(step) && own.unevaluated().contains(step);
    }

    // Drain.

    /**
     * A branch failed, those beside it went on in the exported run only, and that left a trace: they failed otherwise than
     * the first; what they did is kept, or its undo failed for good; or a step in there was visited again, so that the
     * visits of the two runs have other numbers.
     */
    private boolean drainMatters() {
        if (exported.branchErrors().values().stream().anyMatch(errors -> errors.size() > 1)) return true;
        Set<String> beside = new HashSet<>(exported.visits());
        beside.removeAll(own.visits());
        beside.removeIf(visit -> !besideFailed(visit));
        return !beside.isEmpty() && (visitedAgain(own) || visitedAgain(exported))
                || beside.stream().anyMatch(this::leavesTrace);
    }

    private boolean besideFailed(String visit) {
        return saga.forksAround(visit).stream()
                .anyMatch(fork ->
                        of(Code.DRAIN).contains(fork) && exported.branchErrors().containsKey(fork));
    }

    private boolean visitedAgain(ComparedRun run) {
        return run.visits().stream().anyMatch(visit -> !visit.endsWith("#0") && besideFailed(visit));
    }

    private boolean leavesTrace(String visit) {
        boolean kept =
                exported.ledger().stands(visit) && (!saga.undoable(visit) || mayKeep(visit) || exported.abandoned());
        return kept || exported.notUndone().contains(visit);
    }

    /** Whether a handler around a step goes on without undoing. */
    private boolean mayKeep(String visit) {
        return saga.forksAround(visit).stream().anyMatch(name -> keeps(fork(name)));
    }

    private static boolean keeps(JsonNode fork) {
        for (JsonNode handler : fork.path("Retry"))
            if (!handler.path("Compensate").asBoolean(true)) return true;
        for (JsonNode handler : fork.path("Catch"))
            if (!handler.path("Compensate").asBoolean(true)) return true;
        return false;
    }
}
