package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lint finds in plain machines, and what it leaves alone. */
class LintTest {
    private static final String CALL =
            "Type: Task, Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f'," + " TimeoutSeconds: 9";

    /** {@code CODE /location} of each finding; {@code CALL} in the definition stands for the fields of a Task. */
    static List<String> lint(String definition) {
        String whole = definition.replace("CALL", CALL);
        assertThat(Machines.problems(whole)).isEmpty();
        return Asl.lint(whole, MachineType.STANDARD).stream()
                .map(finding -> finding.code() + " " + finding.location())
                .toList();
    }

    @Test
    void shouldFindTheCommaInTheNameOfAnError() {
        assertThat(lint("""
                StartAt: A
                States:
                  A: {CALL, Retry: [{ErrorEquals: [Busy, "A,B"]}], Catch: [{ErrorEquals: ["X, Y"], Next: F}], End: true}
                  F: {Type: Fail}
                """))
                .containsExactly(
                        "COMMA_IN_ERROR_EQUALS /States/A/Retry[0]/ErrorEquals[1]",
                        "COMMA_IN_ERROR_EQUALS /States/A/Catch[0]/ErrorEquals[0]");
    }

    @Test
    void shouldFindTheCommaInAPublishedFragmentThatIsNoWholeMachine() throws IOException {
        String shared = System.getProperty("skald.shared", "");
        Path file = Path.of(shared, "examples", "validate-email.asl.json");
        assumeTrue(!shared.isEmpty() && Files.exists(file));

        assertThat(Asl.lint(Files.readString(file), MachineType.STANDARD))
                .extracting(finding -> finding.code() + " " + finding.state() + " " + finding.location())
                .containsExactly(
                        "COMMA_IN_ERROR_EQUALS ValidateEmail /States/ValidateEmail/Catch[0]/ErrorEquals[0]",
                        "NO_TIME_LIMIT ValidateEmail /States/ValidateEmail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TimeoutSeconds: 9",
                "HeartbeatSeconds: 9",
                "TimeoutSecondsPath: $.t",
                "HeartbeatSecondsPath: $.t"
            })
    void shouldFindATaskWithoutTimeLimit(String limit) {
        String task = "StartAt: A\nStates: {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true";

        assertThat(lint(task + "}}")).containsExactly("NO_TIME_LIMIT /States/A");
        assertThat(lint(task + ", " + limit + "}}")).isEmpty();
    }

    private static String undone(String name, String more) {
        return """
                StartAt: Book
                States:
                  Book: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: NAME}], End: true}
                  NAME: {CALL, MORE Next: Failed}
                  Failed: {Type: Fail}
                """.replace("NAME", name).replace("MORE", more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cancel flight", "RefundPayment", "undo", "Roll back", "release_stock"})
    void shouldFindAnUndoWhoseFailureNobodyCatches(String name) {
        assertThat(lint(undone(name, ""))).containsExactly("UNDO_FAILURE_UNCAUGHT /States/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Catch: [{ErrorEquals: [States.ALL], Next: Failed}],",
                "Catch: [{ErrorEquals: [States.TaskFailed, States.Timeout], Next: Failed}],",
                "Retry: [{ErrorEquals: [States.ALL], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 60}],"
            })
    void shouldLeaveAloneAnUndoThatIsCaughtOrRetriedPatiently(String handler) {
        assertThat(lint(undone("Cancel", handler))).isEmpty();
    }

    @Test
    void shouldTakeAFewRetriesForNoPatience() {
        String few = "Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 3}],";

        assertThat(lint(undone("Cancel", few))).containsExactly("UNDO_FAILURE_UNCAUGHT /States/Cancel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NotifyOperator", "HandleError", "Cleanup"})
    void shouldNotTakeEveryTaskAfterAFailureForAnUndo(String name) {
        assertThat(lint(undone(name, ""))).isEmpty();
    }

    @Test
    void shouldNotTakeAStepOfTheWayForwardForAnUndo() {
        assertThat(lint("StartAt: Cancel order\nStates: {Cancel order: {CALL, End: true}}"))
                .isEmpty();
    }

    @Test
    void shouldKnowAChainOfUndosByItsEntrances() {
        assertThat(lint("""
                StartAt: A
                States:
                  A: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: X}], Next: B}
                  B: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: Y}], End: true}
                  Y: {CALL, Next: X}
                  X: {CALL, Next: Tell the customer}
                  Tell the customer: {CALL, Next: F}
                  F: {Type: Fail}
                """)).containsExactly("UNDO_FAILURE_UNCAUGHT /States/Y", "UNDO_FAILURE_UNCAUGHT /States/X");
    }

    private static String forked(String left, String right, String more) {
        return """
                StartAt: Both
                States:
                  Both:
                    Type: Parallel
                    Branches:
                      - {StartAt: L, States: {L: {LEFT, End: true}, L2: {Type: Pass, End: true}}}
                      - {StartAt: R, States: {R: {RIGHT, End: true}, R2: {Type: Pass, End: true}}}
                    MORE
                    End: true
                  Cancel: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: Failed}], Next: Failed}
                  Failed: {Type: Fail}
                """.replace("MORE", more)
                .replace("LEFT", left)
                .replace("RIGHT", right)
                .replace(", L2: {Type: Pass, End: true}", left.contains("L2") ? ", L2: {Type: Pass, End: true}" : "")
                .replace(", R2: {Type: Pass, End: true}", right.contains("R2") ? ", R2: {Type: Pass, End: true}" : "");
    }

    private static final String UNDOES =
            "Catch: [{ErrorEquals: [X], Next: Failed}, {ErrorEquals: [States.ALL], Next: Cancel}]";

    @Test
    void shouldFindAParallelThatIsUndoneWhileBranchesRun() {
        assertThat(lint(forked("CALL", "CALL", UNDOES))).containsExactly("UNDO_WHILE_RUNNING /States/Both/Catch[1]");
    }

    @Test
    void shouldLeaveAParallelAloneOfWhichNothingRunsOn() {
        String caughtL = "CALL, Catch: [{ErrorEquals: [States.ALL], Next: L2}]";
        String caughtR = "CALL, Catch: [{ErrorEquals: [States.ALL], Next: R2}]";

        assertThat(lint(forked(caughtL, caughtR, UNDOES))).isEmpty();
        assertThat(lint(forked("CALL", "Type: Pass", UNDOES))).isEmpty();
    }

    @Test
    void shouldFindAMapThatIsUndoneWhileIterationsRun() {
        String map = """
                StartAt: All
                States:
                  All:
                    Type: Map
                    MaxConcurrency: N
                    ItemProcessor: {StartAt: One, States: {One: {CALL, End: true}}}
                    Catch: [{ErrorEquals: [States.ALL], Next: Cancel}]
                    End: true
                  Cancel: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: Failed}], Next: Failed}
                  Failed: {Type: Fail}
                """;

        assertThat(lint(map.replace("N\n", "4\n"))).containsExactly("UNDO_WHILE_RUNNING /States/All/Catch[0]");
        assertThat(lint(map.replace("N\n", "1\n"))).isEmpty();
    }

    @Test
    void shouldHaveNothingToSayOfSimpleMachines() {
        assertThat(lint("StartAt: A\nStates: {A: {CALL, Next: B}, B: {Type: Succeed}}"))
                .isEmpty();
        assertThat(Asl.lint("no definition", MachineType.STANDARD)).isEmpty();
        assertThat(Asl.lint("{", MachineType.EXPRESS)).isEmpty();
    }

    @Test
    void shouldLintALargeMachineInLinearTime() {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < 4_000; i++)
            states.append("\"Cancel%d\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\","
                            .formatted(i))
                    .append("\"Catch\":[{\"ErrorEquals\":[\"X\"],\"Next\":\"F\"}],\"Next\":\"Cancel%d\"},"
                            .formatted(i + 1));
        String definition = "{\"StartAt\":\"P\",\"Saga\":{},\"States\":{\"P\":{\"Type\":\"Parallel\",\"Branches\":["
                + "{\"StartAt\":\"Q\",\"States\":{\"Q\":{\"Type\":\"Pass\",\"End\":true}}},".repeat(0)
                + "{\"StartAt\":\"Cancel0\",\"States\":{" + states
                + "\"Cancel4000\":{\"Type\":\"Pass\",\"End\":true},\"F\":{\"Type\":\"Fail\"}}}],\"End\":true}}}";
        long start = System.nanoTime();

        assertThat(Asl.lint(definition, MachineType.STANDARD)).hasSize(Findings.MOST);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
