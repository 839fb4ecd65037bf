package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.SagaExport;
import dev.skald.core.Effect;
import dev.skald.core.SagaStatus;
import dev.skald.engine.saga.Retry;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.SagaFailedException;
import dev.skald.engine.saga.SagaResult;
import dev.skald.engine.saga.Step;
import dev.skald.engine.saga.Steps;
import dev.skald.engine.saga.Undo;
import dev.skald.engine.task.TaskFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each thing that a saga in Java can say, in virtual time. */
class JavaSagaTest {
    record Trip(String city, int rooms, List<String> guests) {}

    record Flight(String number, long price, Instant at) {}

    record Room(String guest) {}

    record Verdict(boolean approved, String by) {}

    static class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static final class SoldOut extends Refused {
        private static final long serialVersionUID = 1L;

        SoldOut() {
            super("no seats");
        }
    }

    private static final Trip OSLO = new Trip("Oslo", 2, List.of("Ann", "Bo"));
    private static final Flight FLIGHT =
            new Flight("SK1", 9_007_199_254_740_993L, Instant.parse("2026-03-01T10:00:00Z"));

    private final World world = new World();
    private final List<String> calls = new ArrayList<>();
    private String token = "";

    private static Steps<Trip, Void> trip() {
        return Saga.named("trip", Trip.class);
    }

    private Flight book(Trip trip) {
        calls.add("book " + trip.city());
        return FLIGHT;
    }

    private void cancel(Undo<Trip, Flight> undo) {
        calls.add("cancel " + undo.outcome() + " "
                + undo.record().map(Flight::number).orElse("?") + " "
                + undo.input().city());
    }

    private <I> Steps.InputProcedure<I> does(String what) {
        return _ -> calls.add(what);
    }

    private <I, M> Steps.Compensation<I, M> undoes(String what) {
        return undo -> calls.add("undo " + what + " " + undo.outcome());
    }

    private static <I> Steps.InputProcedure<I> throwing(Exception failure) {
        return _ -> {
            throw failure;
        };
    }

    private SagaResult run(Saga<Trip> saga) {
        world.sagas(saga);
        return world.skald.run(saga, "one", OSLO, World.LONG);
    }

    @Test
    void shouldHandResultsOnInTypedForm() {
        SagaResult result = run(trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .step("Rooms", Room[].class, _ -> new Room[] {new Room("Ann")})
                .noCompensation("a draft")
                .step("Nothing", Flight.class, _ -> null)
                .noCompensation("it answers null")
                .pivot(
                        "Charge",
                        Long.class,
                        (_, step) -> step.result("Book", Flight.class).price())
                .retriable("Mail", does("mail"))
                .build());
        assertThat(result.succeeded()).isTrue();
        assertThat(result.result("Book", Flight.class)).isEqualTo(FLIGHT);
        assertThat(result.result("Charge", Long.class)).isEqualTo(FLIGHT.price());
        assertThat(result.result("Rooms", Room[].class)).containsExactly(new Room("Ann"));
        assertThat(result.results().find("Nothing", Flight.class)).isEmpty();
        assertThat(result.runClass()).contains(RunClass.Success);
        assertThat(result.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
        assertThat(calls).containsExactly("book Oslo", "mail");
        assertThatThrownBy(() -> result.result("Mail", String.class))
                .hasMessage("There is no result of 'Mail'; there are: [Book, Charge, Nothing, Rooms]");
    }

    @Test
    void shouldUndoInReverseWhatWasDoneAndMayHaveBeen() {
        SagaResult result = run(trip().knownErrors(Refused.class)
                .step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .step("Reserve", throwing(new IOException("cut off")))
                .retry(Retry.on(IOException.class).times(1))
                .compensate(undoes("reserve"))
                .build());
        assertThat(calls).containsExactly("book Oslo", "undo reserve UNCERTAIN", "cancel SUCCEEDED SK1 Oslo");
        assertThat(result.error()).contains("java.io.IOException");
        assertThat(result.runClass()).contains(RunClass.UnknownFailure);
        assertThat(result.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(result.run().cause()).contains("cut off", "stackTrace", "JavaSagaTest");
        assertThatThrownBy(result::results)
                .isInstanceOf(SagaFailedException.class)
                .hasMessageContaining("is FAILED, COMPENSATED: java.io.IOException");
    }

    @Test
    void shouldNotUndoWhatWasRefused() {
        SagaResult result = run(trip().knownErrors(Refused.class)
                .step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .step("Reserve", throwing(new SoldOut()))
                .compensate(undoes("reserve"))
                .build());
        assertThat(calls).containsExactly("book Oslo", "cancel SUCCEEDED SK1 Oslo");
        assertThat(result.error()).contains(Refused.class.getName());
        assertThat(result.runClass()).contains(RunClass.KnownFailure);
    }

    @Test
    void shouldLetATaskFailureSayWhatItMeans() {
        SagaResult result = run(trip().knownErrors("Full")
                .uncertainErrors("Gateway")
                .step("Book", throwing(new TaskFailure("Gateway", "504")))
                .compensate(undoes("book"))
                .build());
        assertThat(result.error()).contains("Gateway");
        assertThat(calls).containsExactly("undo book UNCERTAIN");
        assertThat(run2(throwing(new TaskFailure("Full", "no room", Effect.NONE)))
                        .runClass())
                .contains(RunClass.KnownFailure);
        assertThat(calls).hasSize(1);
    }

    private SagaResult run2(Steps.InputProcedure<Trip> first) {
        Saga<Trip> saga = trip().knownErrors("Full")
                .step("Book", first)
                .compensate(undoes("book"))
                .build();
        world.sagas(saga);
        return world.skald.run(saga, "two", OSLO, World.LONG);
    }

    @Test
    void shouldRetryWithTheSameKey() {
        List<String> keys = new ArrayList<>();
        SagaResult result = run(trip().step("Book", String.class, (_, step) -> bookAtThird(step, keys))
                .retry(Retry.on(IllegalStateException.class)
                        .after(Duration.ofSeconds(5))
                        .growing(1.5))
                .timeout(Duration.ofSeconds(30))
                .noCompensation("a test")
                .build());
        assertThat(result.result("Book", String.class)).isEqualTo("after 2");
        assertThat(keys).hasSize(3).containsOnly(keys.getFirst());
        assertThat(Duration.between(result.run().startedAt(), result.run().stoppedAt()))
                .isEqualTo(Duration.ofMillis(12_500));
    }

    private static String bookAtThird(Step step, List<String> keys) {
        keys.add(step.key());
        if (step.retryCount() < 2) throw new IllegalStateException("busy");
        return "after " + step.retryCount();
    }

    @Test
    void shouldUndoWhatTookTooLong() {
        Saga<Trip> saga = trip().approval("Ask", Duration.ofDays(3), Verdict.class, this::ask)
                .step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .approval("Confirm", Duration.ofDays(3), Verdict.class, this::ask)
                .build();
        world.sagas(saga);
        String arn = world.skald.start(saga, "one", OSLO);
        world.thread.runAll();
        world.skald.completeTask(token, Payload.ofText("{\"approved\": true, \"by\": \"Eve\"}"));
        assertThat(world.await(arn).error()).isEqualTo("States.Timeout");
        assertThat(calls).containsExactly("ask", "book Oslo", "ask", "cancel SUCCEEDED SK1 Oslo");
    }

    private void ask(Trip trip, Step step) {
        calls.add("ask");
        token = step.taskToken();
    }

    @Test
    void shouldWaitForAnAnswer() {
        Saga<Trip> saga = trip().knownErrors("Rejected")
                .step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .approval("Ask", Duration.ofDays(3), Verdict.class, this::ask)
                .step(
                        "File",
                        String.class,
                        (_, step) -> step.result("Ask", Verdict.class).by())
                .noCompensation("a note")
                .build();
        world.sagas(saga);
        String approved = world.skald.start(saga, "approved", OSLO);
        world.thread.runAll();
        world.clock.advance(Duration.ofDays(2));
        world.crash();
        world.skald.completeTask(token, Payload.ofText("{\"approved\": true, \"by\": \"Eve\"}"));
        assertThat(world.await(approved).output())
                .hasToString(
                        "{\"Book\":{\"number\":\"SK1\",\"price\":9007199254740993,\"at\":\"2026-03-01T10:00:00Z\"},"
                                + "\"Ask\":{\"approved\":true,\"by\":\"Eve\"},\"File\":\"Eve\"}");
        String rejected = world.skald.start(saga, "rejected", OSLO);
        world.thread.runAll();
        world.skald.failTask(token, "Rejected", "too dear");
        assertThat(world.await(rejected).runClass()).isEqualTo(RunClass.KnownFailure);
        assertThat(calls).endsWith("ask", "cancel SUCCEEDED SK1 Oslo");
    }

    @Test
    void shouldMergeTheResultsOfBranchesAndUndoThemAll() {
        Steps<Trip, Void> steps = trip().parallel(
                        "Both",
                        branch -> branch.step("Book", Flight.class, this::book).compensate(this::cancel),
                        branch -> branch.pause("Later", Duration.ofSeconds(9))
                                .step("Hire", String.class, _ -> "car")
                                .compensate(undoes("hire")));
        Saga<Trip> saga = steps.step(
                        "Check",
                        String.class,
                        (_, step) -> step.result("Hire", String.class)
                                + step.result("Book", Flight.class).number())
                .noCompensation("it reads")
                .step("Fail", throwing(new SoldOut()))
                .build();
        assertThat(run(saga).error()).contains(SoldOut.class.getName());
        assertThat(calls).startsWith("book Oslo").contains("undo hire SUCCEEDED", "cancel SUCCEEDED SK1 Oslo");
        assertThat(calls).hasSize(3);
    }

    @Test
    void shouldTakeOneWay() {
        Saga<Trip> saga = trip().choice(
                        "How?",
                        how -> how.when(
                                        "train",
                                        (trip, _) -> trip.city().equals("Oslo"),
                                        way -> way.step("Ride", does("ride")).noCompensation("a test"))
                                .when(
                                        "plane",
                                        (_, _) -> true,
                                        way -> way.step("Fly", does("fly")).noCompensation("a test")))
                .choice(
                        "More?",
                        more -> more.when(
                                        "never",
                                        (_, results) -> results.find("Fly", String.class)
                                                .isPresent(),
                                        _ -> {})
                                .otherwise(way -> way.step("Walk", does("walk")).noCompensation("a test")))
                .choice("None?", none -> none.when("no", (_, _) -> false, way -> way.step("No", does("no"))))
                .build();
        assertThat(run(saga).succeeded()).isTrue();
        assertThat(calls).containsExactly("ride", "walk");
    }

    @Test
    void shouldDoTheSameForEachItemAndUndoIt() {
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .forEach(
                        "Guests",
                        1,
                        Room.class,
                        (trip, _) -> trip.guests().stream().map(Room::new).toList(),
                        each -> each.step(
                                        "Room",
                                        String.class,
                                        (room, step) -> room.guest() + " flies "
                                                + step.outer()
                                                        .results()
                                                        .get("Book", Flight.class)
                                                        .number() + " to "
                                                + step.outer().input(Trip.class).city())
                                .compensate(undo ->
                                        calls.add("clear " + undo.record().orElseThrow())))
                .step(
                        "All",
                        String[].class,
                        (_, step) -> step.results().each("Guests").stream()
                                .map(results -> results.get("Room", String.class))
                                .toArray(String[]::new))
                .noCompensation("it reads")
                .step("Fail", (_, step) -> {
                    throw new IllegalStateException(String.join(", ", step.result("All", String[].class)));
                })
                .noCompensation("it fails")
                .build();
        SagaResult result = run(saga);
        assertThat(result.run().cause()).contains("Ann flies SK1 to Oslo, Bo flies SK1 to Oslo");
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "book Oslo",
                        "clear Ann flies SK1 to Oslo",
                        "clear Bo flies SK1 to Oslo",
                        "cancel SUCCEEDED SK1 Oslo");
        assertThat(calls.getLast()).isEqualTo("cancel SUCCEEDED SK1 Oslo");
    }

    @Test
    void shouldKeepListsOfOneAndNone() {
        Saga<Trip> saga = trip().forEach(
                        "One",
                        Room.class,
                        (_, _) -> List.of(new Room("Ann")),
                        each -> each.step("Room", String[].class, room -> new String[] {room.guest()})
                                .noCompensation("a test"))
                .forEach("None", Room.class, (_, _) -> List.of(), each -> each.step("Never", does("never")))
                .build();
        SagaResult result = run(saga);
        assertThat(result.run().output()).hasToString("{\"One\":[{\"Room\":[\"Ann\"]}],\"None\":[]}");
    }

    @Test
    void shouldUndoAnInnerSagaWithTheOuterOne() {
        Saga<Room> room = Saga.named("room", Room.class)
                .knownErrors("Full")
                .step("Reserve", String.class, in -> "for " + in.guest())
                .compensate(undo -> calls.add("release " + undo.record().orElseThrow()))
                .step("Clean", does("clean"))
                .noCompensation("a test")
                .build();
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .saga("Ann", room, (trip, _) -> new Room(trip.guests().getFirst()))
                .saga("Bo", room, (_, results) -> new Room(results.of("Ann").get("Reserve", String.class) + " and Bo"))
                .step("Fail", throwing(new TaskFailure("Full", "full")))
                .noCompensation("it fails")
                .build();
        assertThat(run(saga).runClass()).contains(RunClass.KnownFailure);
        assertThat(calls)
                .containsExactly(
                        "book Oslo",
                        "clean",
                        "clean",
                        "release for for Ann and Bo",
                        "release for Ann",
                        "cancel SUCCEEDED SK1 Oslo");
    }

    @Test
    void shouldPauseUntilAnInstant() {
        SagaResult result = run(trip().pause("Rest", Duration.ofDays(1))
                .pauseUntil("Spring", (_, _) -> Instant.parse("2026-03-20T00:00:00Z"))
                .step("Go", does("go"))
                .noCompensation("a test")
                .build());
        assertThat(result.run().stoppedAt()).isEqualTo("2026-03-20T00:00:00Z");
        assertThat(calls).containsExactly("go");
    }

    @Test
    void shouldTellTheUndoWhatTheStepRecorded() {
        run(trip().step("Book", Flight.class, this::book)
                .record(String.class, Flight::number)
                .compensate(undo -> calls.add("cancel " + undo.record().orElseThrow() + " "
                        + undo.key().length()))
                .step("Fail", throwing(new SoldOut()))
                .noCompensation("it fails")
                .build());
        assertThat(calls).containsExactly("book Oslo", "cancel SK1 22");
    }

    @Test
    void shouldJoinTheRunOfThatNameAndInput() {
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .build();
        SagaResult first = run(saga);
        world.crash();
        assertThat(world.skald.run(saga, "one", OSLO)).isEqualTo(first);
        assertThat(calls).containsExactly("book Oslo");
        assertThatThrownBy(() -> world.skald.run(saga, "one", new Trip("Bergen", 1, List.of())))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("Execution Already Exists");
        assertThatThrownBy(() ->
                        world.skald.run(trip().step("Other", does("other")).build(), "two", OSLO))
                .hasMessage("The saga 'trip' is not registered with this engine");
    }

    @Test
    void shouldKeepTheMachineThatIsThere() {
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .build();
        world.sagas(saga);
        String arn = "arn:aws:states:us-east-1:000000000000:stateMachine:trip";
        var before = world.skald.describeStateMachine(arn);
        world.clock.advance(Duration.ofDays(1));
        world.sagas(trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .build());
        assertThat(world.skald.describeStateMachine(arn)).isEqualTo(before);
        assertThat(before.definition()).isEqualTo(saga.toAsl());
    }

    @Test
    void shouldDrawNoFindings() {
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .forEach(
                        "Guests",
                        String.class,
                        (trip, _) -> trip.guests(),
                        each -> each.step("Room", does("room")).compensate(undoes("room")))
                .parallel(
                        "Both",
                        a -> a.step("A", does("a")).compensate(undoes("a")),
                        b -> b.step("B", does("b")).compensate(undoes("b")))
                .choice(
                        "Ask?",
                        ask -> ask.when(
                                "yes",
                                (_, _) -> true,
                                way -> way.approval("Ask", Duration.ofDays(1), Void.class, this::ask)))
                .pivot("Charge", does("charge"))
                .pauseUntil("Then", (_, _) -> Instant.EPOCH)
                .retriable("Mail", does("mail"))
                .build();
        assertThat(saga.lint()).isEmpty();
        assertThat(trip().step("A", does("a"))
                        .step("B", does("b"))
                        .compensate(undoes("b"))
                        .step("C", does("c"))
                        .build()
                        .lint())
                .isNotEmpty();
    }

    @Test
    void shouldBePortable() {
        Saga<Trip> saga = trip().step("Book", Flight.class, this::book)
                .compensate(this::cancel)
                .parallel(
                        "Both",
                        a -> a.step("A", does("a")).compensate(undoes("a")),
                        b -> b.step("B", does("b")).compensate(undoes("b")))
                .forEach(
                        "Guests",
                        String.class,
                        (trip, _) -> trip.guests(),
                        each -> each.step("Room", does("room")).compensate(undoes("room")))
                .pivot("Charge", does("charge"))
                .build();
        assertThat(SagaExport.toAsl(saga.toAsl()))
                .isInstanceOfSatisfying(
                        SagaExport.Result.Exported.class,
                        exported -> assertThat(Asl.parse(exported.definition(), MachineType.STANDARD))
                                .isInstanceOf(Asl.Parsed.Valid.class));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> trip().build()).hasMessage("the saga 'trip' has no steps");
        assertThatThrownBy(
                        () -> trip().step("A", does("a")).step("A", does("a")).build())
                .hasMessage("The saga 'trip' has two steps named 'A'");
        assertThatThrownBy(() ->
                        trip().step("A B", does("a")).step("A-B", does("a")).build())
                .hasMessage("The functions of two steps are both named 'trip-A-B'");
        assertThatThrownBy(() -> trip().step("it's", does("a")).build()).hasMessageContaining("is no name of a step");
        assertThatThrownBy(() -> trip().timeout(Duration.ofSeconds(1)))
                .hasMessage("this must follow the step that it is about");
        assertThatThrownBy(() -> trip().parallel("P", branch -> branch.pivot("X", does("x")))
                        .build())
                .hasMessageContaining("A pivot must be at the top of the machine");
        assertThatThrownBy(() -> trip().parallel("P", Steps::build))
                .hasMessage("'build' is of the whole saga, not of a part of it");
        assertThatThrownBy(() -> trip().pause("P", Duration.ofMillis(1_500)))
                .hasMessageContaining("must be a number of whole seconds");
    }
}
