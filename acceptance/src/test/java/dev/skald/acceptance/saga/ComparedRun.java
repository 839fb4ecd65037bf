package dev.skald.acceptance.saga;

import dev.skald.core.Event;
import dev.skald.core.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What came of one run of a saga, as it is or exported.
 *
 * @param error the error it ended with; empty for none
 * @param ledger what the participants did
 * @param stopped whether it was stopped before its end
 * @param asked whether something waited for a person
 * @param abandoned whether a person gave it up
 * @param redriven whether a person asked for a redrive of its failure
 * @param unevaluated the states in which an expression failed
 * @param branchErrors exported only: the errors with which branches or items ended, by the Parallel or Map that they are of
 */
record ComparedRun(
        Status status,
        String error,
        Ledger ledger,
        boolean stopped,
        boolean asked,
        boolean abandoned,
        boolean redriven,
        Set<String> unevaluated,
        Map<String, Set<String>> branchErrors) {
    private static final int ANSWERS_MAX = 50;
    private static final int EVENTS_MAX = 25_000;

    /** The label of a branch's or item's states: {@code Saga failed (S3 1)}. */
    private static final Pattern LABEL = Pattern.compile("\\((S\\d+)");

    /** Runs a saga, with a person at hand. */
    static ComparedRun of(SagaSample saga, String definition, long seed, boolean stop) {
        var ledger = new Ledger(new RandomScript(seed));
        try (SagaWorld world = new SagaWorld(ledger, seed)) {
            var person = new Person(seed, ledger);
            String execution = world.start(definition, "{\"n\": 1}");
            boolean stopped = stop && world.stop(execution);
            settle(world, execution, saga, person);
            List<Event> events = world.skald.history(execution, 1, EVENTS_MAX);
            var error = world.result(execution).error();
            return new ComparedRun(
                    world.status(execution),
                    error == null ? "" : error,
                    ledger,
                    stopped,
                    person.asked(),
                    person.abandoned(),
                    person.redriven(),
                    unevaluated(events),
                    branchErrors(events));
        }
    }

    private static void settle(SagaWorld world, String execution, SagaSample saga, Person person) {
        world.settle(execution);
        for (int i = 0; i < ANSWERS_MAX && world.status(execution) == Status.RUNNING; i++) {
            List<Waiting> all = Waiting.in(world, execution, saga);
            if (all.isEmpty()) break;
            person.answer(all.getFirst());
            world.settle(execution);
        }
    }

    private static Set<String> unevaluated(List<Event> events) {
        Set<String> states = new HashSet<>();
        for (Event event : events)
            if (event.detail() instanceof Event.EvaluationFailed failed) states.add(failed.state());
        return states;
    }

    private static Map<String, Set<String>> branchErrors(List<Event> events) {
        Map<String, Set<String>> errors = new HashMap<>();
        for (Event event : events) {
            if (!(event.detail() instanceof Event.StateExited exited)) continue;
            Matcher label = LABEL.matcher(exited.name());
            JsonNode report = exited.output().node();
            if (!report.has("err") || !label.find()) continue;
            errors.computeIfAbsent(label.group(1), _ -> new HashSet<>())
                    .add(report.path("err").path("Error").asString(""));
        }
        return errors;
    }

    /** The visits whose undo was called, and never with success. */
    Set<String> notUndone() {
        Set<String> visits = new HashSet<>();
        ledger.undos().forEach((visit, outcomes) -> {
            if (!outcomes.contains(Ledger.Outcome.SUCCEEDS)) visits.add(visit);
        });
        return visits;
    }

    Set<String> visits() {
        return ledger.actions().keySet();
    }

    @Override
    public String toString() {
        return status + " " + error + (stopped ? " stopped" : "") + (abandoned ? " abandoned" : "") + " "
                + ledger.effects() + " standing " + ledger.standing() + " undos " + ledger.undos() + " branches "
                + branchErrors;
    }
}
