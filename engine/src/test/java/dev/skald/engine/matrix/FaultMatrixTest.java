package dev.skald.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.engine.matrix.MatrixReport.Cell;
import dev.skald.engine.matrix.MatrixReport.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FaultMatrixTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String ACTIVITY = "arn:aws:states:eu-north-1:123456789012:activity:";
    private static final Path EXAMPLES = Path.of("../examples");

    /** A machine of these states, one a line. */
    private static String machine(String first, String... states) {
        return "QueryLanguage: JSONata\nStartAt: " + first + "\nStates:\n" + String.join("\n", states);
    }

    private static String task(String name, String more) {
        return "  " + name + ": {Type: Task, Resource: '" + FUNCTION + name.toLowerCase(java.util.Locale.ROOT)
                + "', TimeoutSeconds: 30, " + more + "}";
    }

    private static String step(String name, String next) {
        return task(name, "Compensate: {Resource: '" + FUNCTION + "undo'}, " + next);
    }

    private static Cell cell(MatrixReport report, String state, Fault fault) {
        return report.rows().stream()
                .filter(row -> row.state().equals(state))
                .findFirst()
                .orElseThrow()
                .cells()
                .getOrDefault(fault, Cell.NOT_REACHED);
    }

    private static List<String> wrong(MatrixReport report, String state, Fault fault) {
        return report.findings().stream()
                .filter(finding -> finding.state().equals(state) && finding.fault() == fault)
                .map(Finding::what)
                .distinct()
                .toList();
    }

    private static StepResults results(String json) {
        return StepResults.of(JsonMapper.shared().readTree(json));
    }

    // Sound sagas.

    @Test
    void shouldFindNothingInTheExample() throws Exception {
        MatrixReport report = FaultMatrix.of(Files.readString(EXAMPLES.resolve("order/order.asl.yaml")))
                .input(Payload.ofText("{\"item\": \"teapot\", \"quantity\": 2, \"cents\": 4200, \"city\": \"Oslo\"}"))
                .results(results("{\"Validate\": {\"valid\": true, \"terminal\": \"quiet\"}}"))
                .run();

        assertThat(report.findings()).isEmpty();
        assertThat(cell(report, "Charge", Fault.TIMES_OUT_DONE)).isEqualTo(Cell.PARKED);
        assertThat(cell(report, "Compensate Ship", Fault.UNDO_FAILS)).isEqualTo(Cell.PARKED);
        assertThat(cell(report, "Ship", Fault.TIMES_OUT_DONE)).isEqualTo(Cell.OK);
    }

    @Test
    void shouldFindNothingInALoopAndAMapAfterAYear() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Year",
                        "  Year: {Type: Wait, Seconds: 31536000, Next: Poll}",
                        task("Poll", "NoCompensation: it looks, Next: Again"),
                        "  Again: {Type: Choice, Choices: [{Condition: '{% $states.input.again %}', Next: Book}],"
                                + " Default: All}",
                        step("Book", "Next: Poll"),
                        "  All: {Type: Map, Items: [1, 2, 3], MaxConcurrency: 2, Next: Pay, ItemProcessor: {StartAt: Item,"
                                + " States: {Item: {Type: Task, Resource: '" + FUNCTION + "item', Arguments: {n: 1},"
                                + " Compensate: {Resource: '" + FUNCTION + "undo'}, End: true}}}}",
                        task("Pay", "Arguments: {n: 1}, Pivot: true, Next: Mail"),
                        task("Mail", "Retriable: true, End: true")))
                .results(
                        results("{\"Poll\": {\"InTurn\": [{\"again\": true}, {\"again\": true}, {\"again\": false}]}}"))
                .run();

        assertThat(report.findings()).isEmpty();
        assertThat(report.undisturbed()).containsExactly("Input 1 ends SUCCEEDED when nothing goes wrong");
        assertThat(cell(report, "Item", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Compensate Book", Fault.UNDO_FAILS_ONCE)).isEqualTo(Cell.OK);
    }

    @Test
    void shouldFindNothingInJsonPathWithTokensAndActivities() {
        String saga = """
                StartAt: Ask
                States:
                  Ask:
                    Type: Task
                    Resource: arn:aws:states:::lambda:invoke.waitForTaskToken
                    TimeoutSeconds: 600
                    Parameters: {FunctionName: ask, Payload: {token.$: $$.Task.Token}}
                    Retry: [{ErrorEquals: [Busy], MaxAttempts: 1}]
                    Compensate: {Resource: '%1$sunask'}
                    Next: Work
                  Work:
                    Type: Task
                    Resource: '%2$swork'
                    TimeoutSeconds: 600
                    Parameters: {key.$: $$.Saga.Key}
                    Compensate: {Resource: '%2$sunwork', TimeoutSeconds: 60, Parameters: {key.$: $.Key}}
                    Next: Job
                  Job:
                    Type: Task
                    Resource: arn:aws:states:::ecs:runTask.sync
                    TimeoutSeconds: 600
                    Parameters: {key.$: $$.Saga.Key}
                    Compensate: {Resource: '%1$sstop'}
                    End: true
                """.formatted(FUNCTION, ACTIVITY);
        MatrixReport report = FaultMatrix.of(saga).run();

        assertThat(report.findings()).isEmpty();
        assertThat(cell(report, "Work", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Work", Fault.CRASH_BEFORE_COMMIT)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Ask", Fault.CRASH_AFTER_COMMIT)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Compensate Work", Fault.UNDO_HANGS)).isEqualTo(Cell.PARKED);
    }

    @Test
    void shouldGoTheWayOfEachInput() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Which",
                        "  Which: {Type: Choice, Choices: [{Condition: '{% $states.input.fly %}', Next: Flight}],"
                                + " Default: Train}",
                        step("Flight", "End: true"),
                        step("Train", "End: true")))
                .input(Payload.ofText("{\"fly\": true}"))
                .input(Payload.ofText("{\"fly\": false}"))
                .run();

        assertThat(report.ok()).isTrue();
        assertThat(report.rows())
                .extracting(MatrixReport.Row::state)
                .containsExactly("Flight", "Train", "Compensate Flight", "Compensate Train");
    }

    @Test
    void shouldLeaveWhatCannotBeUndoneWhereTheSagaWantsThat() {
        MatrixReport report = FaultMatrix.of(
                        machine("Flight", step("Flight", "Next: Hotel"), step("Hotel", "End: true"))
                                + "\nSaga: {OnCompensationFailure: Continue}")
                .run();

        assertThat(report.ok()).isTrue();
        assertThat(cell(report, "Compensate Flight", Fault.UNDO_FAILS)).isEqualTo(Cell.LEFT);
    }

    @Test
    void shouldFindNothingInExecutionsThatItStarts() {
        String child = machine("Book", step("Book", "Next: Seat"), step("Seat", "End: true"));
        String parent = machine(
                "Flight",
                step("Flight", "Next: Rest"),
                "  Rest: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync:2', TimeoutSeconds: 300,"
                        + " Arguments: {StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:rest'},"
                        + " Next: All}",
                "  All: {Type: Map, Items: [1, 2], Next: Hotel, ItemProcessor: {ProcessorConfig: {Mode: DISTRIBUTED,"
                        + " ExecutionType: STANDARD}, StartAt: Item, States: {Item: {Type: Task, Resource: '" + FUNCTION
                        + "item', Arguments: {n: 1}, TimeoutSeconds: 30, Compensate: {Resource: '" + FUNCTION
                        + "undo'}, End: true}}}}",
                step("Hotel", "End: true"));
        MatrixReport report = FaultMatrix.of(parent).machine("rest", child).run();

        assertThat(report.findings()).isEmpty();
        assertThat(cell(report, "Seat", Fault.TIMES_OUT_DONE)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Hotel", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Compensate Item", Fault.UNDO_FAILS)).isEqualTo(Cell.PARKED);
        assertThat(cell(report, "Compensate Book", Fault.UNDO_HANGS)).isEqualTo(Cell.PARKED);
    }

    @Test
    void shouldLookIntoWaysThatOnlyAFailureLeadsTo() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight",
                        task(
                                "Flight",
                                "Compensate: {Resource: '" + FUNCTION
                                        + "undo'}, Next: Pay, Catch: [{ErrorEquals: [Full],"
                                        + " Compensate: true, Next: Train}]"),
                        step("Train", "Next: Pay"),
                        task("Pay", "Arguments: {n: 1}, Pivot: true, End: true")))
                .run();

        assertThat(report.findings()).isEmpty();
        assertThat(cell(report, "Train", Fault.TIMES_OUT_DONE)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Compensate Train", Fault.UNDO_FAILS)).isEqualTo(Cell.PARKED);
    }

    @Test
    void shouldHaveAFailureUndoneThatWaits() {
        MatrixReport report = FaultMatrix.of(
                        machine("Flight", step("Flight", "Next: Hotel"), step("Hotel", "End: true"))
                                + "\nSaga: {OnFailure: Park}")
                .run();

        assertThat(report.findings()).isEmpty();
        assertThat(cell(report, "Hotel", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Compensate Flight", Fault.UNDO_FAILS)).isEqualTo(Cell.PARKED);
    }

    // Planted faults.

    @Test
    void shouldFindAMissingUndo() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight", step("Flight", "Next: Hotel"), task("Hotel", "Next: Car"), step("Car", "End: true")))
                .run();

        assertThat(wrong(report, "Car", Fault.FAILS))
                .containsExactly("it ended FAILED with Matrix.Undeclared, but 'Hotel' stands: it has no Compensate");
        assertThat(cell(report, "Flight", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(report.toString()).contains("WRONG").contains("step by step");
        assertThat(report.trace())
                .anyMatch(line -> line.contains("Hotel: the participant does it, and no answer comes"));
    }

    @Test
    void shouldFindAnUndoThatIgnoresWhatMayHaveHappened() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight",
                        task("Flight", "Catch: [{ErrorEquals: [States.ALL], Next: Sorry}], Next: Hotel"),
                        task("Hotel", "Catch: [{ErrorEquals: [States.ALL], Next: Cancel flight}], End: true"),
                        task("Cancel flight", "Next: Sorry"),
                        "  Sorry: {Type: Fail, Error: Sorry}"))
                .undo("Flight", "Cancel flight")
                .run();

        assertThat(cell(report, "Hotel", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Flight", Fault.TIMES_OUT_NOT_DONE)).isEqualTo(Cell.OK);
        assertThat(wrong(report, "Flight", Fault.TIMES_OUT_DONE))
                .containsExactly(
                        "it ended FAILED with Sorry, but 'Flight' stands: it happened, though it counts as failed,"
                                + " and is not undone");
    }

    @Test
    void shouldFindAnUndoThatReadsWhatIsNotThere() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight",
                        task(
                                "Flight",
                                "Record: {id: '{% $states.result.id %}'}, End: true, Compensate: {Resource: '"
                                        + FUNCTION + "undo', Arguments: {id: '{% $states.input.Record.id %}'}}")))
                .results(StepResults.NONE.with("Flight", Payload.ofText("{\"id\": 7}")))
                .run();

        assertThat(wrong(report, "Flight", Fault.TIMES_OUT_DONE))
                .singleElement()
                .asString()
                .startsWith("it waits for a person: 'Compensate Flight' failed with States.QueryEvaluationError");
    }

    @Test
    void shouldFindAPivotThatComesTooEarly() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight",
                        step("Flight", "Next: Pay"),
                        task("Pay", "Pivot: true, Next: Hotel"),
                        task("Hotel", "End: true")))
                .run();

        assertThat(cell(report, "Flight", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(cell(report, "Pay", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(wrong(report, "Hotel", Fault.FAILS))
                .containsExactly(
                        "it ended FAILED with Matrix.Undeclared past its pivot, half done: 'Flight', 'Pay' stand");
    }

    @Test
    void shouldFindThatKeysAreNotUsed() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Work",
                        "  Work: {Type: Task, Resource: '" + ACTIVITY
                                + "work', TimeoutSeconds: 60, Arguments: {job: 1}," + " Compensate: {Resource: '"
                                + FUNCTION + "undo'}, Next: Hotel}",
                        step("Hotel", "End: true")))
                .run();

        assertThat(wrong(report, "Work", Fault.DELIVERED_TWICE))
                .containsExactly("'Work' took effect 2 times: " + ACTIVITY + "work carries no key, and neither do its"
                        + " arguments: put Saga.Key of the context object there");
        assertThat(cell(report, "Hotel", Fault.DELIVERED_TWICE)).isEqualTo(Cell.OK);
    }

    @Test
    void shouldFindAnUndoThatDoesNotSayWhatItUndoes() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Work",
                        task(
                                "Work",
                                "Compensate: {Resource: '" + ACTIVITY + "unwork', TimeoutSeconds: 60,"
                                        + " Arguments: {job: 1}}, Next: Hotel"),
                        task("Hotel", "NoCompensation: none, End: true")))
                .run();

        assertThat(wrong(report, "Hotel", Fault.FAILS))
                .containsExactly("it ended FAILED with Matrix.Undeclared, but 'Work' stands: it is not undone");
    }

    @Test
    void shouldFindAnUndoInTheWrongOrder() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Flight",
                        task("Flight", "Catch: [{ErrorEquals: [States.ALL], Next: Cancel flight}], Next: Hotel"),
                        task("Hotel", "Catch: [{ErrorEquals: [States.ALL], Next: Cancel flight}], End: true"),
                        task("Cancel flight", "Next: Cancel hotel"),
                        task("Cancel hotel", "Next: Sorry"),
                        "  Sorry: {Type: Fail, Error: Sorry}"))
                .undo("Flight", "Cancel flight")
                .undo("Hotel", "Cancel hotel")
                .run();

        assertThat(wrong(report, "Hotel", Fault.TIMES_OUT_DONE))
                .containsExactly("'Flight' was undone before 'Hotel', which came after it");
    }

    @Test
    void shouldFindWhatNeverEnds() {
        MatrixReport report = FaultMatrix.of(machine(
                        "Work",
                        "  Work: {Type: Task, Resource: '" + ACTIVITY + "work', Arguments: {key: '{%"
                                + " $states.context.Saga.Key %}'}, Compensate: {Resource: '" + FUNCTION
                                + "undo'}, End: true}"))
                .run();

        assertThat(wrong(report, "Work", Fault.TIMES_OUT_DONE))
                .containsExactly("it never ends: nobody answers, and nothing limits how long it waits ('Work')");
    }

    @Test
    void shouldFindThatAHandWrittenUndoGivesUp() {
        String definition = machine(
                "Both",
                "  Both:\n    Type: Parallel\n    Catch: [{ErrorEquals: [States.ALL], Next: Cancel flight}]\n    End: true\n"
                        + "    Branches:\n"
                        + "    - {StartAt: Flight, States: {Flight: {Type: Task, Resource: '" + FUNCTION
                        + "flight', End: true}}}\n"
                        + "    - {StartAt: Hotel, States: {Hotel: {Type: Task, Resource: '" + FUNCTION
                        + "hotel', End: true}}}",
                task("Cancel flight", "Next: Cancel hotel"),
                task("Cancel hotel", "Next: Sorry"),
                "  Sorry: {Type: Fail, Error: Sorry}");
        MatrixReport report = FaultMatrix.of(definition)
                .undo("Flight", "Cancel flight")
                .undo("Hotel", "Cancel hotel")
                .run();

        assertThat(cell(report, "Hotel", Fault.FAILS)).isEqualTo(Cell.OK);
        assertThat(wrong(report, "Cancel hotel", Fault.UNDO_FAILS_ONCE))
                .containsExactly("it ended FAILED with Matrix.Undeclared, but 'Hotel' stands: it happened, though it"
                        + " counts as failed, and is not undone");
    }

    // What cannot be tested.

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> FaultMatrix.of("{").run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The definition is not valid: ");
        assertThatThrownBy(() ->
                        FaultMatrix.of(machine("A", task("A", "End: true"))).run())
                .hasMessageStartingWith("The machine is no saga");
        assertThatThrownBy(() -> FaultMatrix.of(machine("A", step("A", "End: true")))
                        .results(results("{\"B\": 1}"))
                        .run())
                .hasMessage("There are results for 'B', but there is no such state.");
        assertThatThrownBy(() -> FaultMatrix.of(machine("A", step("A", "End: true")))
                        .undo("A", "B")
                        .run())
                .hasMessage("There is no Task named 'B'.");
        assertThatThrownBy(() -> FaultMatrix.of(machine(
                                "A", step("A", "Output: '{% $states.result.none.of.that.x & $error(1) %}', End: true")))
                        .run())
                .hasMessageStartingWith("With input 1 the execution fails before anything goes wrong: States.");
        assertThatThrownBy(() -> FaultMatrix.of(machine("A", step("A", "End: true")))
                        .machine("other", machine("A", step("A", "End: true")))
                        .run())
                .hasMessage("Two machines have a Task named 'A': they cannot be told apart.");
    }
}
