package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.RedriveBatch.Outcome;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedriveExecutionsTest {
    private static final String TASK = World.machine("'T': {'Type': 'Task', " + World.task("t") + ", 'End': true}");
    private static final String MENDED =
            World.machine("'T': {'Type': 'Task', " + World.task("mended") + ", 'End': true}");

    private final World world = new World();
    private final AtomicBoolean works = new AtomicBoolean();
    private String machine = "";

    @BeforeEach
    void deploy() {
        world.handler("t", (input, step) -> {
            if (!works.get()) throw new TaskFailure(input.node().path("error").asString("Broken"), null);
            return input;
        });
        world.handler("mended", (input, step) -> World.json("{'mended': true}"));
        machine = world.deploy("m", TASK);
    }

    private String failed(String name) {
        return failed(machine, name, "{}");
    }

    private String failed(String startThrough, String name, String input) {
        String arn = world.skald.start(startThrough, name, World.json(input));
        assertThat(world.await(arn).status()).isEqualTo(Status.FAILED);
        return arn;
    }

    private List<Outcome> all(RedriveFilter filter, Redrive redrive) {
        return all(BulkRedrive.of(filter, redrive));
    }

    private List<Outcome> all(BulkRedrive first) {
        List<Outcome> outcomes = new ArrayList<>();
        RedriveBatch batch = world.skald.redriveExecutions(first);
        outcomes.addAll(batch.outcomes());
        while (batch.nextBeforeId() != null) {
            batch = world.skald.redriveExecutions(first.after(batch.nextBeforeId()));
            outcomes.addAll(batch.outcomes());
        }
        return outcomes;
    }

    private static List<String> names(List<Outcome> outcomes) {
        return outcomes.stream().map(outcome -> outcome.row().name()).toList();
    }

    private List<String> matched(RedriveFilter filter) {
        return names(all(BulkRedrive.of(filter, Redrive.UNCHANGED).dry()));
    }

    @Test
    void shouldRedriveWhatFailedNewestFirst() {
        List<String> arns = List.of(failed("1"), failed("2"), failed("3"));
        works.set(true);
        String succeeded = world.skald.start(machine, "4", Payload.EMPTY_OBJECT);
        world.await(succeeded);
        world.clock.advance(Duration.ofDays(60));

        List<Outcome> outcomes = all(RedriveFilter.ALL, Redrive.UNCHANGED);

        assertThat(names(outcomes)).containsExactly("3", "2", "1");
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Redriven.class, redriven -> {
                    assertThat(redriven.at()).isEqualTo(world.clock.now());
                    assertThat(redriven.row().status()).isEqualTo(Status.FAILED);
                }));
        for (String arn : arns) assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(matched(RedriveFilter.ALL)).isEmpty();
    }

    @Test
    void shouldChangeNothingInADryRun() {
        String arn = failed("1");

        List<Outcome> outcomes =
                all(BulkRedrive.of(RedriveFilter.ALL, Redrive.UNCHANGED).dry());

        assertThat(outcomes).hasExactlyElementsOfTypes(Outcome.Redrivable.class);
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isZero();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldGoFromBatchToBatchMeetingEachOnce() {
        for (int i = 0; i < 7; i++) failed("e" + i);
        var three = new BulkRedrive(RedriveFilter.ALL, Redrive.UNCHANGED, false, Long.MAX_VALUE, 3);

        assertThat(names(all(three))).containsExactly("e6", "e5", "e4", "e3", "e2", "e1", "e0");
        world.thread.runAll();
        assertThat(world.skald.redriveExecutions(three).outcomes()).hasSize(3);
    }

    @Test
    void shouldLookAtSoManyRowsPerBatch() {
        failed("wanted");
        for (int i = 0; i < RedriveExecutions.EXAMINED_MAX; i++) failed(machine, "e" + i, "{'error': 'Other'}");
        BulkRedrive wanted = BulkRedrive.of(RedriveFilter.ALL.withError("Broken"), Redrive.UNCHANGED)
                .dry();

        RedriveBatch first = world.skald.redriveExecutions(wanted);

        assertThat(first.outcomes()).isEmpty();
        assertThat(first.nextBeforeId()).isNotNull();
        assertThat(names(all(wanted))).containsExactly("wanted");
    }

    // The filter.

    @Test
    void shouldFilterByMachineStatusAndError() {
        failed("failed");
        failed(machine, "other", "{'error': 'Other'}");
        String second = world.deploy("second", TASK);
        failed(second, "elsewhere", "{}");
        String slow = world.deploy(
                "slow",
                "{'StartAt': 'W', 'TimeoutSeconds': 5,"
                        + " 'States': {'W': {'Type': 'Wait', 'Seconds': 10, 'End': true}}}");
        world.await(world.skald.start(slow, "timed-out", Payload.EMPTY_OBJECT));
        String stopped = world.skald.start(slow, "stopped", Payload.EMPTY_OBJECT);
        world.skald.stopExecution(stopped, "Stop", null);

        assertThat(matched(RedriveFilter.ALL)).containsExactly("stopped", "timed-out", "elsewhere", "other", "failed");
        assertThat(matched(RedriveFilter.ALL.ofMachine(machine))).containsExactly("other", "failed");
        assertThat(matched(RedriveFilter.ALL.withStatus(Status.TIMED_OUT))).containsExactly("timed-out");
        assertThat(matched(RedriveFilter.ALL.withStatus(Status.ABORTED))).containsExactly("stopped");
        assertThat(matched(RedriveFilter.ALL.withError("Broken"))).containsExactly("elsewhere", "failed");
        assertThat(matched(RedriveFilter.ALL.withError("Stop"))).containsExactly("stopped");
        assertThat(matched(RedriveFilter.ALL.ofMachine(second).withError("Other")))
                .isEmpty();
    }

    @Test
    void shouldFilterByStart() {
        Instant begin = world.clock.now();
        failed("first");
        world.clock.advance(Duration.ofDays(1));
        failed("second");
        world.clock.advance(Duration.ofDays(1));
        failed("third");
        Instant day1 = begin.plus(Duration.ofDays(1));

        assertThat(matched(RedriveFilter.ALL.startedIn(day1, null))).containsExactly("third", "second");
        assertThat(matched(RedriveFilter.ALL.startedIn(null, day1))).containsExactly("first");
        assertThat(matched(RedriveFilter.ALL.startedIn(day1, day1.plusSeconds(1))))
                .containsExactly("second");
    }

    @Test
    void shouldFilterByVersionAndAlias() {
        String one = world.skald.publishVersion(machine, null, null).arn();
        world.deploy(
                "m", MENDED.replace("mended", "t").replace("'T'", "'U'").replace("'StartAt': 'T'", "'StartAt': 'U'"));
        String two = world.skald.publishVersion(machine, null, null).arn();
        String alias = world.skald
                .createAlias("live", null, List.of(new AliasRoute(one, 100)))
                .arn();
        failed(machine, "none", "{}");
        failed(one, "one", "{}");
        failed(two, "two", "{}");
        failed(alias, "alias", "{}");

        assertThat(matched(RedriveFilter.ALL.startedThrough(one))).containsExactly("alias", "one");
        assertThat(matched(RedriveFilter.ALL.startedThrough(two))).containsExactly("two");
        assertThat(matched(RedriveFilter.ALL.startedThrough(alias))).containsExactly("alias");
    }

    @Test
    void shouldRefuseFiltersThatCannotBe() {
        assertThatThrownBy(() -> RedriveFilter.ALL.withStatus(Status.RUNNING))
                .hasMessage("An execution that is RUNNING cannot be redriven.");
        String express = world.express("x", TASK);
        assertThatThrownBy(() -> matched(RedriveFilter.ALL.ofMachine(express)))
                .extracting("code")
                .isEqualTo("StateMachineTypeNotSupported");
        assertThatThrownBy(() -> matched(RedriveFilter.ALL.ofMachine(machine + "s")))
                .extracting("code")
                .isEqualTo("StateMachineDoesNotExist");
        assertThatThrownBy(() -> new BulkRedrive(RedriveFilter.ALL, Redrive.UNCHANGED, true, 1, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLeaveExpressExecutionsAlone() {
        String express = world.express("x", TASK);
        world.await(world.skald.start(express, "x", Payload.EMPTY_OBJECT));
        assertThat(matched(RedriveFilter.ALL)).isEmpty();
    }

    // How.

    @Test
    void shouldDoNothingTwiceForTheSameToken() {
        String arn = failed("1");
        Redrive once = Redrive.UNCHANGED.withClientToken("once");

        List<Outcome> first = all(RedriveFilter.ALL, once);
        assertThat(world.await(arn).status()).isEqualTo(Status.FAILED);
        world.clock.advance(Duration.ofMinutes(1));
        List<Outcome> again = all(RedriveFilter.ALL, once);

        assertThat(((Outcome.Redriven) again.getFirst()).at()).isEqualTo(((Outcome.Redriven) first.getFirst()).at());
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWithAnotherInput() {
        String arn = failed("1");
        works.set(true);
        all(RedriveFilter.ALL, Redrive.UNCHANGED.withInput(World.json("{'n': 2}")));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'n': 2}"));
    }

    @Test
    void shouldGoOnWithAnotherVersionWhereThatFits() {
        String fits = failed("fits");
        String other = world.deploy("other", TASK);
        String elsewhere = failed(other, "elsewhere", "{}");
        world.deploy(
                "m",
                World.machine("'A': {'Type': 'Pass', 'Next': 'T'}, 'T': {'Type': 'Task', " + World.task("t")
                        + ", 'End': true}"));
        String passed = failed("passed");
        world.deploy("m", MENDED);
        String version = world.skald.publishVersion(machine, null, null).arn();

        List<Outcome> dry = all(BulkRedrive.of(RedriveFilter.ALL, Redrive.UNCHANGED.onto(version))
                .dry());
        List<Outcome> outcomes = all(RedriveFilter.ALL, Redrive.UNCHANGED.onto(version));

        assertThat(reasons(dry)).isEqualTo(reasons(outcomes));
        assertThat(reasons(outcomes))
                .containsExactly(
                        "passed: The definitions differ in 'StartAt'",
                        "elsewhere: The execution is not of the state machine " + machine,
                        "fits: ");
        assertThat(world.await(fits).output()).isEqualTo(World.json("{'mended': true}"));
        assertThat(world.skald.describeExecution(elsewhere).row().redriveCount())
                .isZero();
        assertThat(world.skald.describeExecution(passed).row().redriveCount()).isZero();
    }

    private static List<String> reasons(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.row().name() + ": "
                        + (outcome instanceof Outcome.Refused refused
                                ? refused.why().message()
                                : ""))
                .toList();
    }

    @Test
    void shouldGoOnWithTheMachineAsItIsNow() {
        String arn = failed("1");
        world.deploy("m", MENDED);
        all(RedriveFilter.ALL, Redrive.UNCHANGED.onto(machine));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'mended': true}"));
    }

    @Test
    void shouldRefuseTheBatchWhenThereIsNothingToGoOnWith() {
        String arn = failed("1");
        for (String onto : List.of(machine + ":7", machine + "s"))
            assertThatThrownBy(() -> all(RedriveFilter.ALL, Redrive.UNCHANGED.onto(onto)))
                    .extracting("code")
                    .isEqualTo("StateMachineDoesNotExist");
        assertThatThrownBy(() -> all(RedriveFilter.ALL, Redrive.UNCHANGED.onto(machine + ":live")))
                .extracting("code")
                .isEqualTo("InvalidArn");
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isZero();
    }

    @Test
    void shouldTellWhatCouldNotBeStored() {
        String arn = failed("1");
        world.faults = batch -> Fault.BEFORE_COMMIT;
        List<Outcome> outcomes = all(RedriveFilter.ALL, Redrive.UNCHANGED);
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo("InternalFailure"));
        world.faults = batch -> Fault.NONE;
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isZero();
    }

    @Test
    void shouldRefuseWhatExceedsTheExecutionsInMemory() {
        failed("1");
        failed("2");
        works.set(true);
        world.settings(settings -> new Settings(
                settings.accountId(),
                settings.region(),
                settings.limits(),
                settings.functionConcurrency(),
                1,
                settings.restAfter(),
                settings.retention(),
                settings.keepExpressHistory()));
        assertThat(reasons(all(RedriveFilter.ALL, Redrive.UNCHANGED)))
                .containsExactly("2: ", "1: The limit of 1 executions in memory is reached.");
    }
}
