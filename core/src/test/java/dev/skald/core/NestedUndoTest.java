package dev.skald.core;

import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Given a saga with steps that are executions of their own, when it fails, then those are undone through their logs. */
class NestedUndoTest {
    private static final String BOOK = """
              A: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync:2', TimeoutSeconds: 60,
                Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1}], Arguments: {StateMachineArn: m, Input: {}}, Next: B}
            """;

    private static final String EACH = """
              A: {Type: Map, Items: [1, 2], Next: B, ItemProcessor: {ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD},
                StartAt: I, States: {I: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', Arguments: {FunctionName: i},
                  Compensate: {Resource: 'arn:aws:states:::lambda:invoke', Arguments: {FunctionName: undo}}, End: true}}}}
            """;

    private static Story nested() {
        return Story.given(machine("", BOOK, step("B", "", null))).start("{}");
    }

    private static Story submitted(Story story, String child) {
        return story.when(
                new Command.SubmitTask(story.task("A"), Payload.ofText("{\"ExecutionArn\":\"" + child + "\"}")));
    }

    private static String undo(Story story) {
        return story.run("Compensate A").parameters().text();
    }

    @Test
    void shouldUndoTheExecutionOfAStep() {
        var story = submitted(nested(), "one").complete("A", "{}").fail("B", "Broken", "x");

        assertThat(story.tasks()).containsExactly("Compensate A");
        assertThat(undo(story)).contains("\"Executions\":[\"one\"]").doesNotContain("Attempts");
        assertThat(story.run("Compensate A").resource().waitsForJob()).isTrue();
    }

    @Test
    void shouldForgetAnExecutionThatUndidItself() {
        var story = submitted(nested(), "one").fail("A", "Broken", "x").after(Duration.ofSeconds(1));
        submitted(story, "two").complete("A", "{}").fail("B", "Broken", "x");

        assertThat(undo(story)).contains("\"Executions\":[\"two\"]");
    }

    @Test
    void shouldUndoAllOfWhichNothingIsKnown() {
        var story = submitted(nested(), "one").fail("A", Effect.UNCERTAIN).after(Duration.ofSeconds(1));
        long attempt = story.task("A");
        story.fail("A", Effect.UNCERTAIN);

        assertThat(undo(story)).contains("\"Executions\":[\"one\"]").contains("." + attempt + "\"");
    }

    @Test
    void shouldRememberAllAttemptsOfWhichNothingIsKnown() {
        var story = nested();
        long first = story.task("A");
        story.fail("A", Effect.UNCERTAIN).after(Duration.ofSeconds(1));
        submitted(story, "two").complete("A", "{}").fail("B", "Broken", "x");

        assertThat(undo(story)).contains("\"Executions\":[\"two\"]").contains("." + first + "\"");
    }

    @Test
    void shouldNotUndoWhatNeedsNone() {
        String needsNone = BOOK.replace("Next: B", "NoCompensation: 'it only looks', Next: B");
        var story = submitted(
                Story.given(machine("", needsNone, step("B", "", null))).start("{}"), "one");
        story.complete("A", "{}").fail("B", "Broken", "x");
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldUndoTheChildrenOfAMapRun() {
        var story = Story.given(machine("", EACH, step("B", "", null))).start("{}");
        story.when(new Command.CompleteMapRun(story.task("A"), Payload.ofText("[]")));
        story.fail("B", "Broken", "x");

        assertThat(undo(story)).contains(":mapRun:M/");
        story.complete("Compensate A", "{}");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldUndoTheChildrenOfAMapRunThatFailedOrIsStopped() {
        var failed = Story.given(machine("", EACH, step("B", "", null))).start("{}");
        failed.when(new Command.FailMapRun(failed.task("A"), "States.ExceedToleratedFailureThreshold", "many"));
        assertThat(failed.tasks()).containsExactly("Compensate A");

        var stopped =
                Story.given(machine("", EACH, step("B", "", null))).start("{}").stop();
        assertThat(stopped.tasks()).containsExactly("Compensate A");
        assertThat(stopped.execution.undoLog())
                .extracting(UndoEntry::outcome)
                .containsExactly(UndoEntry.Outcome.UNCERTAIN);
    }
}
