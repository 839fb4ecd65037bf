package dev.skald.asl;

import static dev.skald.asl.Machines.machine;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields {@code Saga}, {@code Compensate}, {@code Pivot}, {@code Retriable} and their kin. */
class SagaParserTest {
    private static final String TRIP = """
            QueryLanguage: JSONata
            StartAt: Book
            Saga: {KnownErrors: [Shop.SoldOut], UncertainErrors: [Shop.Busy], DrainSeconds: 5, OnStop: Abort}
            KnownErrors: [Card.Declined]
            States:
              Book:
                Type: Task
                Resource: arn:aws:states:::lambda:invoke
                Arguments: {FunctionName: book}
                Record: {id: "{% $states.result.Payload.id %}"}
                UncertainErrors: [Shop.Slow]
                Compensate:
                  Resource: arn:aws:states:::lambda:invoke
                  Arguments: {FunctionName: cancel, Payload: "{% $states.input %}"}
                Catch: [{ErrorEquals: [States.ALL], Next: Sorry, Compensate: All}]
                Next: Both
              Both:
                Type: Parallel
                Branches:
                  - StartAt: Hotel
                    States:
                      Hotel:
                        {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: hotel}, End: true,
                         Compensate: {Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: leave}, TimeoutSeconds: 9}}
                Retry: [{ErrorEquals: [States.ALL], Compensate: false}]
                Next: Charge
              Charge: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: c}, Pivot: true, Next: Mail}
              Mail: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: m}, Retriable: true, End: true}
              Sorry: {Type: Fail}
            """;

    private static SagaStep step(StateMachine machine, String name) {
        return ((TaskState) machine.state(name)).saga();
    }

    @Test
    void shouldKnowThePartOfEachStep() {
        StateMachine trip = machine(TRIP);

        assertThat(step(trip, "Book").role()).isEqualTo(SagaStep.Role.COMPENSATABLE);
        assertThat(step(trip, "Book").uncertainErrors()).containsExactly("Shop.Slow", "Shop.Busy");
        assertThat(step(trip, "Charge").role()).isEqualTo(SagaStep.Role.PIVOT);
        assertThat(step(trip, "Mail").role()).isEqualTo(SagaStep.Role.RETRIABLE);
        assertThat(trip.draining()).containsExactly("Both");
        assertThat(trip.knownErrors()).containsExactly("Card.Declined", "Shop.SoldOut");
    }

    @Test
    void shouldMakeAStateOfACompensation() {
        StateMachine trip = machine(TRIP);
        TaskState undo = (TaskState) trip.state("Compensate Book");

        assertThat(trip.states()).doesNotContainKey("Compensate Book");
        assertThat(undo.resource().arn()).isEqualTo("arn:aws:states:::lambda:invoke");
        assertThat(undo.timeoutSeconds()).isNotNull();
        assertThat(undo.catchers()).isEmpty();
    }

    @Test
    void shouldTakeDefaultsWhereAMachineHasStepsButNoSaga() {
        String definition = """
                {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
                 "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"x.$": "$.Record.id"}}}}}
                """;

        assertThat(machine(definition).saga()).isEqualTo(Saga.DEFAULT);
    }

    @Test
    void shouldHaveNoSagaWithoutItsFields() {
        assertThat(machine("{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}")
                        .saga())
                .isNull();
    }

    @Test
    void shouldCutTheNameOfACompensationToWhatANameMayHave() {
        String name = "é".repeat(80);

        assertThat(SagaParser.compensationName(name)
                        .codePointCount(0, SagaParser.compensationName(name).length()))
                .isEqualTo(80);
        assertThat(SagaParser.compensationName(name)).isNotEqualTo(SagaParser.compensationName("é".repeat(79) + "e"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "Compensate": 7                                                    | Expected value of type Object
            "Compensate": {}                                                   | These fields are required: [Resource]
            "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage", "Next": "A"} | Field 'Next' is not supported
            "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage", "Catch": []} | Field 'Catch' is not supported
            "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"a.$": "$x"}} | The variable 'x' cannot be read
            "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage"}, "Pivot": true | only be one of the following fields: [Compensate, Pivot]
            "Compensate": {"Resource": "arn:aws:states:::sqs:sendMessage"}, "NoCompensation": "x" | only be one of the following fields
            "Record": {"a": 1}                                                 | Nothing reads 'Record'
            "Pivot": "yes"                                                     | Expected value of type Boolean
            "Retriable": true, "UncertainErrors": [1]                          | Expected value of type String
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "A", "Compensate": "Some"}] | should have one of these values
            """)
    void shouldRefuseWhatMakesNoSense(String field, String message) {
        String definition = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\":"
                + " \"arn:aws:states:::sqs:sendMessage\", \"End\": true, " + field.strip() + "}}}";

        assertThat(Asl.parse(definition, MachineType.STANDARD))
                .isInstanceOfSatisfying(
                        Asl.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .anySatisfy(
                                        problem -> assertThat(problem.message()).contains(message)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"OnFailure": "Explode"}         | should have one of these values: [Compensate, Park]
            {"OnCompensationFailure": 1}     | Expected value of type String
            {"OnStop": "Park"}               | should have one of these values: [Compensate, Abort]
            {"DrainSeconds": -1}             | Minimum value is 0
            {"Retry": [{}]}                  | These fields are required: [ErrorEquals]
            {"Else": 1}                      | Field 'Else' is not supported
            """)
    void shouldRefuseAWrongSaga(String saga, String message) {
        String definition =
                "{\"StartAt\": \"A\", \"Saga\": " + saga.strip() + ", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";

        assertThat(Asl.parse(definition, MachineType.STANDARD))
                .isInstanceOfSatisfying(
                        Asl.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .anySatisfy(
                                        problem -> assertThat(problem.message()).contains(message)));
    }

    @Test
    void shouldRefuseAPivotInABranchAndSagasInExpressMachines() {
        String nested = """
                {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "A", "States":
                 {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true, "Pivot": true}}}]}}}
                """;
        assertThat(Asl.parse(nested, MachineType.STANDARD).toString()).contains("A pivot must be at the top");
        assertThat(Asl.parse(TRIP, MachineType.EXPRESS).toString())
                .contains("Express state machine does not support 'Saga'")
                .contains("Express state machine does not support 'Compensate'");
    }

    @Test
    void shouldRefuseAStateWithTheNameOfACompensation() {
        String definition = TRIP.replace("Sorry", "Compensate Book");

        assertThat(Asl.parse(definition, MachineType.STANDARD).toString())
                .contains("The name of a compensation: Compensate Book");
    }

    @Test
    void shouldTakeTheClassOfARunWhereItEnds() {
        StateMachine machine = machine("StartAt: A\nStates: {A: {Type: Pass, RunClass: KnownFailure, End: true}}");

        assertThat(machine.runClasses())
                .containsEntry("A", RunClass.KnownFailure)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A: {Type: Pass, RunClass: Success, Next: B}   | Only a state that ends the execution
            A: {Type: Succeed, RunClass: Failure}         | should have one of these values: [Success, KnownFailure, UnknownFailure]
            A: {Type: Succeed, RunClass: 7}               | Expected value of type String
            A: {Type: Parallel, End: true, Branches: [{StartAt: C, States: {C: {Type: Fail, RunClass: Success}}}]} | Only a state
            """)
    void shouldRefuseAClassOfARunThatDoesNotEnd(String state, String message) {
        String rest = state.contains("Next") ? "\n  B: {Type: Succeed}" : "";

        assertThat(Machines.problems("StartAt: A\nStates:\n  " + state.strip() + rest))
                .anySatisfy(problem -> assertThat(problem).contains(message));
    }
}
