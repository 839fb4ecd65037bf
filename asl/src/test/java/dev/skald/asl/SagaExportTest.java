package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an export has, and what it says that it has not. That it does the same is tested in the module acceptance. */
class SagaExportTest {
    static final String TRIP = """
            QueryLanguage: JSONata
            StartAt: Flight
            Saga: {KnownErrors: [Shop.SoldOut], UncertainErrors: [Shop.Busy]}
            SearchAttributes: {trip: "{% $states.input.trip %}"}
            TimeoutSeconds: 3600
            States:
              Flight:
                Type: Task
                Resource: arn:aws:states:::lambda:invoke
                Arguments: {FunctionName: book, Payload: {key: "{% $states.context.Saga.Key %}"}}
                Record: {id: "{% $states.result.Payload.id %}"}
                Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 2}]
                Compensate:
                  Resource: arn:aws:states:::lambda:invoke
                  Arguments: {FunctionName: cancel, Payload: "{% $states.input %}"}
                Next: Which
              Which:
                Type: Choice
                Choices: [{Condition: "{% $states.input.vip = true %}", Next: Both}]
                Default: Charge
              Both:
                Type: Parallel
                Branches:
                  - StartAt: Hotel
                    States:
                      Hotel:
                        Type: Task
                        Resource: arn:aws:states:::lambda:invoke
                        Arguments: {FunctionName: hotel}
                        Compensate: {Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: leave, Payload: "{% $states.input.Key %}"}}
                        End: true
                  - StartAt: Car
                    States: {Car: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: c}, NoCompensation: none, End: true}}
                Retry: [{ErrorEquals: [Busy], MaxAttempts: 1}]
                Catch: [{ErrorEquals: [Shop.SoldOut], Next: Charge, Compensate: true}]
                Next: Charge
              Charge: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: pay}, Pivot: true, Next: Mail}
              Mail: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: m}, Retriable: true, End: true}
            """;

    private static SagaExport.Result.Exported exported(String definition) {
        return switch (SagaExport.toAsl(definition)) {
            case SagaExport.Result.Exported exported -> exported;
            case SagaExport.Result.Refused(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<SagaExport.Code> codes(SagaExport.Result.Exported exported) {
        return exported.warnings().stream()
                .map(SagaExport.Warning::code)
                .distinct()
                .toList();
    }

    @Test
    void shouldBeValidAndHaveNoFieldOfSkald() throws MalformedJson {
        String plain = exported(TRIP).definition();

        assertThat(Asl.parse(plain, MachineType.STANDARD)).as(plain).isInstanceOf(Asl.Parsed.Valid.class);
        assertThat(Asl.withoutSkaldFields(plain)).isEqualTo(plain);
        assertThat(Machines.machine(plain).saga()).isNull();
        assertThat(plain).doesNotContain("Saga.Key");
        assertThat(Json.parse(plain).path("States").propertyNames()).contains("Compensate Flight", "Compensate Both");
    }

    @Test
    void shouldSayWhatIsOtherwise() {
        assertThat(codes(exported(TRIP)))
                .containsExactlyInAnyOrder(
                        SagaExport.Code.STOP,
                        SagaExport.Code.EXECUTION_TIMEOUT,
                        SagaExport.Code.RUNTIME_ERROR,
                        SagaExport.Code.LIMITS,
                        SagaExport.Code.DRAIN,
                        SagaExport.Code.UNCERTAIN_BY_NAME,
                        SagaExport.Code.UNCERTAIN_RETRIES,
                        SagaExport.Code.UNCAUGHT_EVALUATION,
                        SagaExport.Code.FAILED_RECORD,
                        SagaExport.Code.KEY_NOT_SENT,
                        SagaExport.Code.PARK,
                        SagaExport.Code.DROPPED_FIELDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  {\"StartAt\": \"S\",  \"States\": {\"S\": {\"Type\": \"Succeed\"}}}\n",
                "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Pass\",\"End\":true,\"Comment\":\"1.0 é\"}},\"TimeoutSeconds\":5}"
            })
    void shouldKeepTheTextOfAMachineThatIsNoSaga(String text) {
        assertThat(SagaExport.toAsl(text)).isEqualTo(new SagaExport.Result.Exported(text, List.of()));
    }

    @Test
    void shouldRefuseWhatIsInvalid() {
        assertThat(SagaExport.toAsl("{}")).isInstanceOf(SagaExport.Result.Refused.class);
        assertThat(SagaExport.toAsl(": [")).isInstanceOf(SagaExport.Result.Refused.class);
    }

    /** Those that a state, and all within it, could have. */
    @Test
    void shouldStripEveryFieldOfSkald() throws MalformedJson {
        JsonNode plain = Json.parse(Asl.withoutSkaldFields(TRIP));

        assertThat(plain.toString())
                .doesNotContain("Compensate", "Pivot", "Retriable", "NoCompensation", "SearchAttributes");
        assertThat(plain.toString()).doesNotContain("\"Record\"", "\"Saga\"");
        assertThat(Machines.machine(plain.toString()).saga()).isNull();
    }

    @Test
    void shouldNotTouchTheAuthorsVariables() throws MalformedJson {
        String own = TRIP.replace("Record:", "Assign: {sagaError: 1, saga_x: 2}\n    Record:");

        JsonNode begins = Json.parse(exported(own).definition()).path("States").path("Saga begins");
        assertThat(begins.path("Assign").propertyNames()).allMatch(name -> name.startsWith("saga__"));
    }

    @Test
    void shouldKeepOnlyWhatTheCompensationReads() throws MalformedJson {
        JsonNode states = Json.parse(exported(TRIP).definition()).path("States");

        JsonNode hotel =
                states.path("Both").path("Branches").path(0).path("States").path("Hotel");
        assertThat(hotel.path("Assign").path("saga1").path("Undo").propertyNames())
                .containsExactly("Key", "Outcome");
        assertThat(states.path("Flight")
                        .path("Assign")
                        .path("saga")
                        .path("Undo")
                        .propertyNames())
                .containsExactly("Key", "Outcome", "Input", "Arguments", "Record");
    }

    @Test
    void shouldNameItsStatesApartFromTheAuthors() throws MalformedJson {
        String longName = "x".repeat(80);
        String own =
                TRIP.replace("Hotel", longName).replace("Charge", "Saga undo").replace("Mail", "Saga begins");

        ObjectNode definition = (ObjectNode) Json.parse(exported(own).definition());
        assertThat(definition.path("StartAt").asString()).isEqualTo("Saga begins 2");
        assertThat(Asl.parse(definition.toString(), MachineType.STANDARD)).isInstanceOf(Asl.Parsed.Valid.class);
    }

    @Test
    void shouldGiveKeysToASagaWithoutSteps() {
        String plain = exported("""
                QueryLanguage: JSONata
                StartAt: Pay
                Saga: {KnownErrors: [Declined]}
                States:
                  Pay:
                    Type: Task
                    Resource: arn:aws:states:::lambda:invoke
                    Arguments: {FunctionName: pay, Payload: "{% $states.context.Saga.Key %}"}
                    End: true
                """).definition();

        assertThat(plain).contains("($states.context.Execution.Id & ':Pay')").doesNotContain("Saga.Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Charge", "Mail"})
    void shouldLetAPersonGiveUpAnyStep(String step) throws MalformedJson {
        JsonNode waits = Json.parse(exported(TRIP).definition()).path("States").path("Saga waits for " + step);

        assertThat(waits.path("Catch").path(0).path("ErrorEquals").path(0).asString())
                .isEqualTo(JsonataExport.ABANDON);
        assertThat(waits.path("Catch").path(0).path("Next").asString()).isEqualTo("Saga not compensated");
    }

    /** Two visits of a loop may begin in the same millisecond. */
    @Test
    void shouldCountTheVisitsOfALoopInJsonPath() throws MalformedJson {
        JsonNode states = Json.parse(exported("""
                        StartAt: Try
                        States:
                          Try:
                            Type: Task
                            Resource: arn:aws:states:::lambda:invoke
                            Parameters: {FunctionName: try, Payload: {key.$: $$.Saga.Key}}
                            Compensate: {Resource: "arn:aws:states:::lambda:invoke", Parameters: {FunctionName: undo, Payload: {key.$: $.Key}}}
                            Next: Again
                          Again: {Type: Choice, Choices: [{Variable: $.again, BooleanEquals: true, Next: Try}], Default: Both}
                          Both:
                            Type: Map
                            ItemProcessor:
                              StartAt: Tell
                              States:
                                Tell:
                                  Type: Task
                                  Resource: arn:aws:states:::lambda:invoke
                                  Parameters: {FunctionName: tell, Payload: {key.$: $$.Saga.Key}}
                                  End: true
                            End: true
                        """).definition()).path("States");

        assertThat(states.path("Saga begins").path("Assign").path("sagaVisit").asInt())
                .isZero();
        assertThat(states.path("Try").path("Assign").path("sagaVisit.$").asString())
                .isEqualTo("States.MathAdd($sagaVisit, 1)");
        assertThat(states.path("Try").toString()).contains("States.Format('{}:Try:{}', $$.Execution.Id, $sagaVisit)");
        assertThat(states.path("Both").toString())
                .contains("States.Format('{}:Both:Tell:{}', $$.Execution.Id, $$.Map.Item.Index)");
    }
}
