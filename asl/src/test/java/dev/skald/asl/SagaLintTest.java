package dev.skald.asl;

import static dev.skald.asl.LintTest.lint;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lint finds in machines with saga fields, and what it leaves alone. */
class SagaLintTest {
    private static final String STEP =
            "CALL, Compensate: {Resource: 'arn:aws:lambda:us-east-1:000000000000:function:u'}";

    private static String saga(String states) {
        return ("StartAt: A\nStates:\n" + states.indent(2)).replace("STEP", STEP);
    }

    @Test
    void shouldHaveNothingToSayOfACarefulSaga() {
        assertThat(lint(saga("""
                A: {CALL, NoCompensation: it reads, Next: B}
                B: {STEP, Catch: [{ErrorEquals: [States.ALL], Next: F, Compensate: All}], Next: C}
                C: {CALL, Pivot: true, Next: D}
                D: {CALL, Retriable: true, Next: E}
                E: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: G}], End: true}
                F: {Type: Fail}
                G: {Type: Succeed}
                """))).isEmpty();
    }

    @Test
    void shouldFindATaskThatStaysDone() {
        assertThat(lint(saga("A: {CALL, Next: B}\nB: {STEP, End: true}"))).containsExactly("NO_COMPENSATION /States/A");
        assertThat(lint(saga("A: {STEP, Next: B}\nB: {CALL, End: true}")))
                .as("it may time out though it happened")
                .containsExactly("NO_COMPENSATION /States/B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Type: Task, Resource: 'arn:aws:states:::dynamodb:getItem', TimeoutSeconds: 9",
                "Type: Task, Resource: 'arn:aws:states:::aws-sdk:s3:listObjectsV2', TimeoutSeconds: 9",
                "Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync:2', TimeoutSeconds: 9",
                "CALL, Retriable: true",
                "CALL, Pivot: true",
                "CALL, NoCompensation: it only looks"
            })
    void shouldLeaveAloneWhatNeedsNoUndo(String task) {
        assertThat(lint(saga("A: {STEP, Next: B}\nB: {" + task + ", End: true}")))
                .isEmpty();
    }

    @Test
    void shouldNotAskForAnUndoWhereNothingFailsLater() {
        assertThat(lint(saga("""
                A: {STEP, Next: B}
                B: {CALL, Catch: [{ErrorEquals: [States.ALL], Next: C, Compensate: false}], Next: C}
                C: {Type: Succeed}
                """))).isEmpty();
    }

    @Test
    void shouldNotAskForAnUndoOfWhatIsDoneAfterAFailure() {
        assertThat(lint(saga("""
                A: {STEP, Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: All}], End: true}
                B: {CALL, Next: C}
                C: {Type: Fail}
                """))).isEmpty();
    }

    private static String branches(String left, String right, String more) {
        return saga("""
                A:
                  Type: Parallel
                  Branches:
                    - {StartAt: L, States: {L: {LEFT, End: true}}}
                    - {StartAt: R, States: {R: {RIGHT, End: true}}}
                  MORE
                  Next: Z
                Z: {Type: Succeed}
                """.replace("LEFT", left).replace("RIGHT", right).replace("MORE", more));
    }

    @Test
    void shouldKnowThatBranchesFailBesideEachOther() {
        String caught =
                "CALL, Catch: [{ErrorEquals: [States.ALL], Next: L2, Compensate: false}], Next: L2}, L2: {Type: Pass";

        assertThat(lint(branches(caught, "STEP", "")))
                .containsExactly("NO_COMPENSATION /States/A/Branches[0]/States/L");
        assertThat(lint(branches(caught, "CALL, Retriable: true", ""))).isEmpty();
    }

    @Test
    void shouldKnowThatACatcherUndoesWhatItsStateDidOnly() {
        String caught = "Catch: [{ErrorEquals: [States.ALL], Next: Z, Compensate: true}]";

        assertThat(lint(branches("STEP", "STEP", caught).replace("StartAt: A", "StartAt: Y")
                        + "  Y: {CALL, Next: A}\n"))
                .containsExactly();
        assertThat(lint(branches("CALL", "STEP", caught)))
                .containsExactly("NO_COMPENSATION /States/A/Branches[0]/States/L");
    }

    @Test
    void shouldFindWhatMayNotComeAfterAPivot() {
        assertThat(lint(saga("""
                A: {CALL, Pivot: true, Next: B}
                B: {STEP, Next: C}
                C: {CALL, Pivot: true, Next: D}
                D: {CALL, End: true}
                """)))
                .containsExactly(
                        "COMPENSATABLE_AFTER_PIVOT /States/B/Compensate",
                        "SECOND_PIVOT /States/C/Pivot",
                        "NOT_RETRIABLE_AFTER_PIVOT /States/D");
    }

    @Test
    void shouldAllowPivotsOnDifferentPaths() {
        assertThat(lint(saga("""
                A: {Type: Choice, Choices: [{Variable: $.x, IsPresent: true, Next: B}], Default: C}
                B: {CALL, Pivot: true, End: true}
                C: {CALL, Pivot: true, End: true}
                """))).isEmpty();
    }

    @Test
    void shouldFindACatcherThatLeavesStepsDone() {
        assertThat(lint(saga("""
                A: {STEP, Catch: [{ErrorEquals: [X], Next: Y}, {ErrorEquals: [States.ALL], Next: Z}], Next: B}
                B: {CALL, Retriable: true, Next: Z}
                Y: {Type: Fail}
                Z: {Type: Succeed}
                """))).containsExactly("CAUGHT_WITHOUT_COMPENSATION /States/A/Catch[1]");
    }

    @Test
    void shouldLeaveACatcherAloneThatSaysSoOrFindsAnotherPivot() {
        assertThat(lint(saga("""
                A: {STEP, Catch: [{ErrorEquals: [States.ALL], Next: Z, Compensate: false}], Next: B}
                B: {CALL, Pivot: true, Catch: [{ErrorEquals: [Declined], Next: C}], Next: Z}
                C: {CALL, Pivot: true, Next: Z}
                Z: {Type: Succeed}
                """))).isEmpty();
    }

    @Test
    void shouldFindARetrierThatUndoesNothing() {
        String retry = "Retry: [{ErrorEquals: [States.ALL], Compensate: false}]";

        assertThat(lint(branches("STEP", "STEP", retry)))
                .containsExactly("RETRIED_WITHOUT_COMPENSATION /States/A/Retry[0]/Compensate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a.$: $.Record.id}                                  | true
            {a.$: "States.Format('{}', $.Record.id)", k.$: $.Key} | true
            {a.$: $}                                            | false
            {Record: x, k.$: $.Key}                             | false
            """)
    void shouldFindAReadingOfRecordInJsonPath(String parameters, boolean found) {
        String undo = saga(
                "A: {CALL, Record: {id.$: $.Key}, Compensate: {Resource: 'arn:aws:lambda:us-east-1:000000000000:function:u',"
                        + " Parameters: " + parameters.strip() + "}, End: true}");

        assertThat(lint(undo))
                .isEqualTo(found ? List.of("RECORD_MAY_BE_ABSENT /States/A/Compensate/Parameters") : List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {% $states.input %}                                                    |
            {% {'k': $states.input.Key} %}                                         |
            {% $states.input.{'k': Key} %}                                         |
            {% $exists($states.input.Record) ? $states.input.Record.key : $states.input.Key %} |
            {% $states.input.Record.id %}                                          | NO_KEY RECORD_MAY_BE_ABSENT
            {% $states.input.Input %}                                              | NO_KEY
            {% $states.input.Arguments.Payload %}                                  |
            plain                                                                  | NO_KEY
            """)
    void shouldLookAtWhatAnUndoSends(String payload, String codes) {
        String undo = """
                QueryLanguage: JSONata
                StartAt: A
                States:
                  A:
                    Type: Task
                    Resource: arn:aws:states:::lambda:invoke
                    TimeoutSeconds: 9
                    Arguments: {FunctionName: f, Payload: "{% $states.input %}"}
                    Compensate:
                      Resource: arn:aws:states:::lambda:invoke
                      Arguments: {FunctionName: u, Payload: "PAYLOAD"}
                    End: true
                """.replace("PAYLOAD", payload);

        assertThat(Asl.lint(undo, MachineType.STANDARD).stream()
                        .map(finding -> finding.code().name())
                        .toList())
                .isEqualTo(codes == null ? List.of() : List.of(codes.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sqs:sendMessage   | {MessageBody.$: $.order}                    | true
            sqs:sendMessage   | {MessageBody: {k.$: $$.Saga.Key}}           | false
            sqs:sendMessage   | {MessageBody.$: $$}                         | false
            dynamodb:putItem  | {Item.$: $.order}                           | false
            """)
    void shouldFindAnActionWithoutKey(String resource, String parameters, boolean found) {
        String action = saga("A: {Type: Task, TimeoutSeconds: 9, Resource: 'arn:aws:states:::" + resource.strip()
                + "', Parameters: " + parameters.strip()
                + ", Compensate: {Resource: 'arn:aws:lambda:us-east-1:000000000000:function:u'},"
                + " End: true}");

        assertThat(lint(action)).isEqualTo(found ? List.of("NO_KEY /States/A/Parameters") : List.of());
    }

    @Test
    void shouldFindAnUndoThatMayHangForEver() {
        assertThat(
                        lint(
                                saga(
                                        "A: {CALL, Compensate: {Resource: 'arn:aws:states:us-east-1:000000000000:activity:u'}, End: true}")))
                .containsExactly("NO_TIME_LIMIT /States/A/Compensate");
    }
}
