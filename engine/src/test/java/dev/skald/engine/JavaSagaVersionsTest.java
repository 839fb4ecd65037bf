package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.Steps;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given an open saga in Java, when another program opens the store, then nothing of it is lost or done by mistake. */
class JavaSagaVersionsTest {
    private static final String STATE = "Go";

    private final World world = new World();
    private final List<String> calls = new ArrayList<>();

    private Steps<String, Void> begin() {
        return Saga.named("trip", String.class)
                .step("Book", city -> calls.add("book " + city))
                .compensate(undo -> calls.add("cancel " + undo.input()))
                .pause("Rest", Duration.ofDays(1));
    }

    private Saga<String> first() {
        return begin().step(STATE, city -> calls.add("go " + city))
                .timeout(Duration.ofHours(1))
                .compensate(undo -> calls.add("return from " + undo.input()))
                .build();
    }

    /** The next program: what came after the pause is another step. */
    private Saga<String> second() {
        return begin().step("Fly", city -> calls.add("fly " + city))
                .noCompensation("a test")
                .build();
    }

    /** An execution of the first program that comes to its last step under the second. */
    private String open(Saga<String> next) {
        Saga<String> saga = first();
        world.sagas(saga);
        String arn = world.skald.start(saga, "one", "Oslo");
        world.thread.runAll();
        world.sagas(next);
        world.clock.advance(Duration.ofDays(1));
        return arn;
    }

    private void operate(String arn, OperatorAction action) {
        long park = world.skald.describeSaga(arn).parks().getFirst().id();
        world.skald.operate(arn, new Command.Operate(action, park, null, "ann", "the program is back"));
    }

    @Test
    void shouldKeepTheDefinitionItBeganWith() {
        Saga<String> next = begin().step(STATE, city -> calls.add("go by train to " + city))
                .compensate(undo -> calls.add("return"))
                .step("Look", city -> calls.add("look"))
                .build();
        String arn = open(next);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.skald.run(next, "two", "Bergen", World.LONG).succeeded())
                .isTrue();
        assertThat(calls)
                .containsExactly("book Oslo", "go by train to Oslo", "book Bergen", "go by train to Bergen", "look");
    }

    @Test
    void shouldWaitForAProgramThatRegistersTheStepThenParkIt() {
        String arn = open(second());
        Instant began = world.clock.now();
        SagaDescription waiting = world.skald.describeSaga(arn);
        assertThat(waiting.waiting())
                .containsExactly(new SagaDescription.Waiting(STATE, began.plus(Duration.ofMinutes(10))));
        assertThat(waiting.status()).isEqualTo(SagaStatus.ACTIVE);
        world.clock.advance(Duration.ofMinutes(10));
        SagaDescription parked = world.skald.describeSaga(arn);
        assertThat(parked.status()).isEqualTo(SagaStatus.PARKED);
        assertThat(parked.waiting()).isEmpty();
        Park park = parked.parks().getFirst();
        assertThat(park.error()).isEqualTo(Park.NOT_REGISTERED);
        assertThat(park.cause()).isEqualTo("No program registers 'Go' any more.");
        world.clock.advance(Duration.ofDays(300));
        world.sagas(first());
        operate(arn, OperatorAction.RETRY);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(calls).containsExactly("book Oslo", "go Oslo");
    }

    @Test
    void shouldGoOnWhenTheStepIsRegisteredAgainInTime() {
        String arn = open(second());
        world.clock.advance(Duration.ofMinutes(9));
        world.sagas(first());
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(calls).containsExactly("book Oslo", "go Oslo");
    }

    @Test
    void shouldParkBeforeTheStepsOwnTimeOut() {
        Saga<String> saga = begin().step(STATE, city -> calls.add("go"))
                .noCompensation("a test")
                .build();
        world.sagas(saga);
        String arn = world.skald.start(saga, "one", "Oslo");
        world.thread.runAll();
        world.sagas(second());
        world.clock.advance(Duration.ofDays(1).plus(Steps.TIMEOUT));
        assertThat(world.skald.describeSaga(arn).status()).isEqualTo(SagaStatus.PARKED);
        operate(arn, OperatorAction.COMPENSATE);
        assertThat(world.await(arn).error()).isEqualTo(Park.NOT_REGISTERED);
        assertThat(calls).containsExactly("book Oslo", "cancel Oslo");
    }

    @Test
    void shouldParkAnUndoThatNobodyRegisters() {
        String arn = open(Saga.named("other", String.class)
                .step("A", city -> calls.add("a"))
                .build());
        world.skald.stopExecution(arn, null, null);
        world.clock.advance(Duration.ofMinutes(20));
        assertThat(world.skald.describeSaga(arn).parks())
                .extracting(Park::state)
                .containsExactly("Compensate Go");
        world.sagas(first());
        operate(arn, OperatorAction.RETRY);
        assertThat(world.await(arn).sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(calls).containsExactly("book Oslo", "return from Oslo", "cancel Oslo");
    }

    @Test
    void shouldParkAlsoWhenTheTimeOutIsLongOver() {
        String arn = open(second());
        world.thread.crash();
        world.clock.jumpTo(world.clock.now().plus(Duration.ofDays(2)));
        world.sagas(second());
        world.thread.runAll();
        assertThat(world.skald.describeSaga(arn).parks())
                .extracting(Park::error)
                .containsExactly(Park.NOT_REGISTERED);
    }

    @Test
    void shouldAskNobodyElseForAStep() {
        String arn = open(second());
        world.thread.crash();
        List<String> asked = new ArrayList<>();
        Skald other = Skald.on(world.memory)
                .parts(EngineParts.simulated(world.clock, world.thread, 42))
                .functions(new Everything(asked))
                .open();
        world.thread.runAll();
        assertThat(other.describeSaga(arn).waiting())
                .extracting(SagaDescription.Waiting::state)
                .containsExactly(STATE);
        assertThat(asked).isEmpty();
    }

    /** A place that says of any function that it runs there. */
    private record Everything(List<String> asked) implements FunctionInvoker {
        @Override
        public boolean invokes(FunctionName function) {
            return true;
        }

        @Override
        public FunctionResult invoke(FunctionCall call) {
            asked.add(call.function().text());
            return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        }
    }
}
