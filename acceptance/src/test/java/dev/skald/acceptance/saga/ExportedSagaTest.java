package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.saga.Ledger.Outcome;
import dev.skald.core.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exported sagas run as plain machines, and do what the saga says. */
class ExportedSagaTest {
    private static final String TRIP = Sagas.exported(Sagas.TRIP);
    private static final String PATH_TRIP = Sagas.exported(Sagas.PATH_TRIP);
    private static final String ORDER = Sagas.exported(Sagas.ORDER);

    /** The first attempts at one call come out as told. */
    private static Ledger.Script script(String call, Outcome... outcomes) {
        return (called, _, attempt) ->
                called.equals(call) && attempt < outcomes.length ? outcomes[attempt] : Outcome.SUCCEEDS;
    }

    private static Ledger.Script always(String call, Outcome outcome) {
        return (called, _, _) -> called.equals(call) ? outcome : Outcome.SUCCEEDS;
    }

    private static SagaWorld world(Ledger.Script script) {
        return new SagaWorld(new Ledger(script), 1);
    }

    @Test
    void shouldDoAllAndUndoNothing() {
        try (SagaWorld world = world(Ledger.ALL_IS_WELL)) {
            String execution = world.run(TRIP, "{\"n\": 1}");

            assertThat(world.status(execution)).isEqualTo(Status.SUCCEEDED);
            assertThat(world.result(execution).output()).hasToString("{\"n\":1}");
            assertThat(world.ledger.effects())
                    .containsExactly("+Flight#0", "+Hotel#0", "+Transfer#0", "+Charge#0", "+Mail#0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Flight,   FAILS,           ''",
        "Hotel,    FAILS,           +Flight -Flight",
        "Transfer, FAILS,           +Flight +Hotel -Hotel -Flight",
        "Charge,   FAILS,           +Flight +Hotel +Transfer -Transfer -Hotel -Flight",
        "Flight,   HAPPENS_UNHEARD, +Flight -Flight",
        "Hotel,    HAPPENS_UNHEARD, +Flight +Hotel -Hotel -Flight",
        "Hotel,    LOST,            +Flight -Flight",
    })
    void shouldUndoInReverseWhatMayHaveHappened(String step, Outcome outcome, String effects) {
        undoesInReverse(TRIP, step, outcome, effects);
        undoesInReverse(PATH_TRIP, step, outcome, effects);
    }

    private static void undoesInReverse(String definition, String step, Outcome outcome, String effects) {
        try (SagaWorld world = world(script("do " + step, outcome))) {
            String execution = world.run(definition, "{}");

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.result(execution).error())
                    .isEqualTo(outcome == Outcome.FAILS ? "Refused" : "Lambda.Unknown");
            assertThat(String.join(" ", world.ledger.effects())).isEqualTo(effects.replaceAll("(\\w)( |$)", "$1#0$2"));
            assertThat(world.ledger.standing()).isEmpty();
        }
    }

    @Test
    void shouldTellACompensationWhatItMustKnow() {
        try (SagaWorld world = world(script("do Hotel", Outcome.LOST))) {
            world.run(TRIP, "{}");

            assertThat(world.ledger.undoInputs())
                    .extracting(input -> input.path("outcome").asString())
                    .containsExactly("Uncertain", "Succeeded");
            assertThat(world.ledger.undoInputs())
                    .extracting(input -> input.path("record").toString())
                    .containsExactly("[]", "[\"Flight#0\"]");
        }
    }

    @Test
    void shouldRepeatAnUncertainPivotUntilItIsKnown() {
        try (SagaWorld world = world(script("do Charge", Outcome.HAPPENS_UNHEARD, Outcome.LOST))) {
            String execution = world.run(TRIP, "{}");

            assertThat(world.status(execution)).isEqualTo(Status.SUCCEEDED);
            assertThat(world.ledger.standing()).contains("Charge#0", "Flight#0");
        }
    }

    @Test
    void shouldGoForwardAfterThePivot() {
        try (SagaWorld world = world(script("do Mail", Outcome.FAILS, Outcome.LOST, Outcome.FAILS))) {
            String execution = world.run(TRIP, "{}");

            assertThat(world.status(execution)).isEqualTo(Status.SUCCEEDED);
            assertThat(world.ledger.standing()).contains("Mail#0", "Flight#0");
        }
    }

    @Test
    void shouldWaitForAPersonWhenACompensationFailsForGood() {
        try (SagaWorld world = world((call, _, attempt) -> switch (call) {
            case "do Charge" -> Outcome.FAILS;
            case "undo Hotel" -> attempt < 12 ? Outcome.FAILS : Outcome.SUCCEEDS;
            default -> Outcome.SUCCEEDS;
        })) {
            String execution = world.run(TRIP, "{}");
            assertThat(world.status(execution)).isEqualTo(Status.RUNNING);
            assertThat(world.parked).hasSize(1);
            var message = world.parked.getFirst().node();
            assertThat(message.path("State").path("Name").asString()).isEqualTo("Hotel");
            assertThat(message.path("Failure").path("Error").asString()).isEqualTo("Busy");

            world.skald.failTask(message.path("TaskToken").asString(), "Saga.Retry", "again");
            world.settle(execution);

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.result(execution).error()).isEqualTo("Refused");
            assertThat(world.ledger.effects()).endsWith("-Transfer#0", "-Hotel#0", "-Flight#0");
        }
    }

    @Test
    void shouldEndWhenAPersonGivesUp() {
        try (SagaWorld world = world((call, _, _) ->
                call.equals("do Charge") || call.equals("undo Hotel") ? Outcome.FAILS : Outcome.SUCCEEDS)) {
            String execution = world.run(TRIP, "{}");
            String token = world.parked.getFirst().node().path("TaskToken").asString();
            world.skald.failTask(token, "Saga.Abandon", "enough");
            world.settle(execution);

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.ledger.standing()).containsExactly("Flight#0", "Hotel#0");
        }
    }

    @Test
    void shouldAskAPersonAboutAPivot() {
        try (SagaWorld world = world(always("do Charge", Outcome.LOST))) {
            String execution = world.run(TRIP, "{}");
            String token = world.parked.getFirst().node().path("TaskToken").asString();
            world.skald.failTask(token, "Saga.DidNotHappen", "looked");
            world.settle(execution);

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.ledger.standing()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"Create", "Stock", "Truck", "Credit", "Charge"})
    void shouldUndoParallelBranches(String step) {
        for (Outcome outcome : List.of(Outcome.FAILS, Outcome.HAPPENS_UNHEARD, Outcome.LOST)) {
            if (step.equals("Charge") && outcome != Outcome.FAILS) continue;
            try (SagaWorld world = world(script("do " + step, outcome))) {
                String execution = world.run(ORDER, "{}");

                assertThat(world.status(execution)).as(step + outcome).isEqualTo(Status.FAILED);
                assertThat(world.ledger.standing()).as(step + outcome).isEmpty();
                List<String> effects = world.ledger.effects();
                if (effects.contains("+Truck#0"))
                    assertThat(effects).containsSubsequence("+Truck#0", "-Truck#0", "-Stock#0", "-Create#0");
                if (effects.contains("+Credit#0"))
                    assertThat(effects).containsSubsequence("+Credit#0", "-Credit#0", "-Create#0");
            }
        }
    }

    @Test
    void shouldUndoAFailedAttemptBeforeTheNext() {
        String retried = Sagas.ORDER.replace(
                "    Branches:", "    Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1}]\n    Branches:");
        for (String definition : List.of(retried, Sagas.exported(retried))) {
            try (SagaWorld world = world(script("do Credit", Outcome.FAILS))) {
                world.run(definition, "{}");

                assertThat(world.ledger.effects()).containsSubsequence("+Stock#0", "-Stock#0", "+Stock#1", "-Stock#1");
                assertThat(world.ledger.standing()).isEmpty();
            }
        }
    }

    @Test
    void shouldSucceedInParallel() {
        try (SagaWorld world = world(Ledger.ALL_IS_WELL)) {
            String execution = world.run(ORDER, "{\"n\": 2}");

            assertThat(world.result(execution).output()).hasToString("{\"n\":2}");
            assertThat(world.ledger.standing())
                    .isEqualTo(Sagas.once(List.of("Create", "Stock", "Truck", "Credit", "Charge")));
        }
    }

    // JSONPath

    @Test
    void shouldPassOverWhatWasNotDone() {
        try (SagaWorld world = world(script("do Charge", Outcome.FAILS))) {
            String execution = world.run(PATH_TRIP, "{\"hurry\": 1}");

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.result(execution).error()).isEqualTo("Refused");
            assertThat(world.ledger.effects()).containsExactly("+Flight#0", "+Transfer#0", "-Transfer#0", "-Flight#0");
            assertThat(world.ledger.undoInputs())
                    .extracting(input -> input.path("input").toString())
                    .containsOnly("{\"hurry\":1}");
        }
    }

    @Test
    void shouldSucceedWithTheSameOutput() {
        try (SagaWorld world = world(script("do Charge", Outcome.LOST, Outcome.HAPPENS_UNHEARD))) {
            String execution = world.run(PATH_TRIP, "{\"n\": 3}");

            assertThat(world.result(execution).output()).hasToString("{\"n\": 3}");
            assertThat(world.ledger.standing())
                    .isEqualTo(Sagas.once(List.of("Flight", "Hotel", "Transfer", "Charge", "Mail")));
        }
    }

    @Test
    void shouldWaitForAPersonInJsonPathToo() {
        try (SagaWorld world = world((call, _, attempt) -> switch (call) {
            case "do Charge" -> Outcome.FAILS;
            case "undo Hotel" -> attempt < 12 ? Outcome.FAILS : Outcome.SUCCEEDS;
            default -> Outcome.SUCCEEDS;
        })) {
            String execution = world.run(PATH_TRIP, "{}");
            var message = world.parked.getFirst().node();
            assertThat(message.path("State").path("Name").asString()).isEqualTo("Hotel");
            world.skald.failTask(message.path("TaskToken").asString(), "Saga.Retry", "again");
            world.settle(execution);

            assertThat(world.status(execution)).isEqualTo(Status.FAILED);
            assertThat(world.ledger.standing()).isEmpty();
        }
    }
}
