package dev.skald.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.matrix.FaultMatrix;
import dev.skald.engine.task.TaskFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class SkaldExtensionTest {
    private static final Path ORDER = Path.of("../examples/order/order.asl.yaml");
    private static final String INPUT = "{\"item\": \"teapot\", \"quantity\": 2, \"cents\": 4200, \"city\": \"Oslo\"}";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

    @RegisterExtension
    private final SkaldExtension skald = new SkaldExtension();

    private void all(String... functions) {
        skald.function("validate").returns("{\"valid\": true, \"terminal\": \"quiet\"}");
        for (String function : functions) skald.function(function).returns("{\"done\": true}");
    }

    private String machine(String states) {
        return skald.deploy("m", "{\"StartAt\": \"A\", \"States\": {" + states + "}}");
    }

    private static String task(String resource, String more) {
        return "{\"Type\": \"Task\", \"Resource\": \"" + resource + "\", " + more + "}";
    }

    @Test
    void shouldRunAnOrder() {
        all("reserve", "ship", "notify");
        skald.function("charge").fails("TerminalBusy").fails("TerminalBusy").returns("{\"charged\": 4200}");

        Run run = skald.start(ORDER, INPUT).running();
        skald.time().pass(Duration.ofSeconds(10));

        run.succeeded().committed().visited("Validate", "Prepare", "Charge", "Notify");
        assertThat(skald.function("charge").calls())
                .hasSize(3)
                .extracting(TaskScript.Call::key)
                .containsOnly(skald.function("charge").calls().getFirst().key());
        run.matchesSnapshot("order-after-a-busy-terminal");
    }

    @Test
    void shouldUndoWhatMayHaveHappened() {
        all("reserve", "release", "cancel-shipment");
        skald.function("ship").hangs();

        Run run = skald.start(ORDER, INPUT).running();
        skald.time().pass(Duration.ofMinutes(2));

        run.failed("States.Timeout")
                .compensated()
                .visited("Reserve", "Compensate Reserve")
                .visited("Ship", "Compensate Ship")
                .neverVisited("Charge");
        assertThat(skald.function("cancel-shipment").calls())
                .singleElement()
                .satisfies(call -> assertThat(call.key()).endsWith("~undo"));
    }

    @Test
    void shouldParkWhenAnUndoFails() {
        all("reserve", "ship", "release");
        skald.function("charge").fails("CardDeclined");
        skald.function("cancel-shipment").fails("NobodyThere");

        Run run = skald.start(ORDER, INPUT);
        skald.time().pass(Duration.ofDays(1));

        run.running().parked("Compensate Ship").wouldUndo("Ship");
    }

    @Test
    void shouldPassAYearInNoTime() {
        String machine = machine("\"A\": {\"Type\": \"Wait\", \"Seconds\": 31536000, \"Next\": \"B\"}, \"B\": "
                + "{\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}");
        Run run = skald.start(machine, "{\"a\": 1}").running().visitedExactly("A");

        assertThat(skald.time().toNextTimer()).isTrue();
        assertThat(skald.time().now()).isEqualTo("2027-01-01T00:00:00Z");
        run.running().visitedExactly("A", "B");
        assertThat(skald.time().toNextTimer()).isTrue();
        run.succeeded("{\"a\": 1}");
        assertThat(skald.time().toNextTimer()).isFalse();
    }

    @Test
    void shouldMockAState() {
        String machine =
                machine("\"A\": " + task("arn:aws:states:::dynamodb:putItem", "\"Parameters\": {}, \"Next\": \"B\"")
                        + ", \"B\": " + task(FUNCTION + "f", "\"Next\": \"C\"") + ", \"C\": "
                        + task("arn:aws:states:::ecs:runTask.sync", "\"Parameters\": {}, \"End\": true"));
        skald.state("A").returns("{\"a\": 1}");
        skald.state("B").does((input, _) -> {
            if (input.node().path("a").asInt() != 1) throw new TaskFailure("Wrong", "what?");
            return input;
        });
        skald.function("f").fails("NotAsked");
        skald.state("C").returns("{\"c\": 3}").taking(Duration.ofSeconds(3));

        Run run = skald.start(machine, "{}");
        skald.time().pass(Duration.ofMinutes(1));
        run.succeeded("{\"c\": 3}");
        assertThat(skald.function("f").calls()).isEmpty();
    }

    @Test
    void shouldAnswerTokensAndActivities() throws Exception {
        String activity = skald.activity("worker");
        String machine = machine("\"A\": "
                + task(
                        "arn:aws:states:::lambda:invoke.waitForTaskToken",
                        "\"Parameters\": {\"FunctionName\": \"ask\","
                                + " \"Payload\": {\"token.$\": \"$$.Task.Token\"}}, \"Next\": \"B\"")
                + ", \"B\": " + task(activity, "\"End\": true"));
        Run run = skald.start(machine, "{}");
        skald.time().pass(Duration.ofDays(3));
        skald.callback("A").succeeds("{\"approved\": true}");
        Callback work = skald.take(activity);
        assertThat(work.input()).hasToString("{\"approved\": true}");
        work.succeeds("\"done\"");
        run.succeeded("\"done\"");
    }

    @Test
    void shouldTellWhatNobodyScripted() {
        Run run = skald.start(machine("\"A\": " + task(FUNCTION + "nobody", "\"End\": true")), "{}");

        run.failed("Lambda.ResourceNotFoundException");
        assertThatThrownBy(run::succeeded)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith(
                        "status: expected SUCCEEDED, but was FAILED (Lambda.ResourceNotFoundException: The test"
                                + " has no script for it: skald.function(\"nobody\") or skald.state(\"A\")")
                .hasMessageContaining("+0.000s  TaskStateEntered A");
        assertThatThrownBy(() -> run.visited("A", "B"))
                .hasMessageContaining("visits in order: expected [A, B], but was [A]");
        assertThatThrownBy(() -> skald.callback("A")).hasMessage("no task of 'A' waits for its token");
    }

    @Test
    void shouldBreakOff() {
        all("reserve", "release", "cancel-shipment");
        skald.function("ship").breaksOff();

        skald.start(ORDER, INPUT)
                .failed("Lambda.SdkClientException")
                .compensated()
                .visited("Compensate Ship");
    }

    @Test
    void shouldRunTheMatrix() {
        String saga = """
                StartAt: A
                States:
                  A: {Type: Task, Resource: '%1$sa', TimeoutSeconds: 9, %2$s Next: B}
                  B: {Type: Task, Resource: '%1$sb', TimeoutSeconds: 9, Compensate: {Resource: '%1$su'}, End: true}
                """;
        SkaldExtension.allOrNothing(FaultMatrix.of(saga.formatted(FUNCTION, "NoCompensation: it only looks,")));
        assertThatThrownBy(() -> SkaldExtension.allOrNothing(FaultMatrix.of(saga.formatted(FUNCTION, ""))))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("'A' stands: it has no Compensate");
    }

    // Snapshots.

    @Test
    void shouldKeepSnapshots(@TempDir Path folder) throws Exception {
        Snapshots snapshots = new Snapshots(folder.resolve("new"), false);
        snapshots.check("one", "a\nb\n");
        assertThat(Files.readString(folder.resolve("new/one.txt"))).isEqualTo("a\nb\n");
        snapshots.check("one", "a\nb\n");
        assertThatThrownBy(() -> snapshots.check("one", "a\nc\n"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("-Dskald.snapshots=update")
                .hasMessageEndingWith("line 2\n  was: b\n  is:  c");
        new Snapshots(folder.resolve("new"), true).check("one", "a\nc\n");
        assertThat(Files.readAllLines(folder.resolve("new/one.txt"))).isEqualTo(List.of("a", "c"));
        assertThatThrownBy(() -> snapshots.check("../one", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
