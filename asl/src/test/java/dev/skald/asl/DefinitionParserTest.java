package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionParserTest {
    private static final String TASK = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','End':true";
    private static final String MAP =
            "'Type':'Map','End':true,'ItemProcessor':{'StartAt':'P','States':{'P':" + "{'Type':'Pass','End':true}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Type':'Nope'}|The field 'Type' should have one of these values:"
                        + " [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/S/Type",
                "{}|These fields are required: [Type] at /States/S",
                "{'Type':'Pass'}|One of these fields is required: [Next, End] at /States/S",
                "{'Type':'Pass','End':true,'Next':'S'}"
                        + "|There should only be one of the following fields: [End, Next] at /States/S",
                "{'Type':'Pass','End':1}|Expected value of type Boolean at /States/S/End",
                "{'Type':'Pass','End':true,'Retry':[]}|Field 'Retry' is not supported at /States/S",
                "{'Type':'Pass','End':true,'constructor':1}|Field 'constructor' is not supported at /States/S",
                "{'Type':'Pass','End':true,'Output':1}|The QueryLanguage is set to 'JSONPath', but field 'Output' is only"
                        + " supported for the 'JSONata' QueryLanguage at /States/S",
                "{'Type':'Pass','End':true,'Assign':{'a.b':1}}|Invalid variable name: 'a.b' at /States/S/Assign",
                "{'Type':'Pass','End':true,'Assign':{'states':1}}|The variable name 'states' is reserved at /States/S/Assign",
                "{'Type':'Pass','End':true,'InputPath':'a'}|Value is not a valid JSONPath at /States/S/InputPath",
                "{'Type':'Pass','End':true,'ResultPath':'$$.a'}|Value is not a Reference Path at /States/S/ResultPath",
                "{'Type':'Pass','End':true,'ResultPath':'$.a[*]'}|Value is not a Reference Path at /States/S/ResultPath",
                "{'Type':'Pass','End':true,'Parameters':[]}|Expected value of type Object at /States/S/Parameters",
                "{'Type':'Pass','End':true,'Parameters':{'a':{'b.$':'c'}}}|The value for the field 'b.$' must be a valid"
                        + " JSONPath or a valid intrinsic function call at /States/S/Parameters/a",
                "{'Type':'Pass','End':true,'Parameters':{'b.$':1}}|The value for the field 'b.$' must be a valid"
                        + " JSONPath or a valid intrinsic function call at /States/S/Parameters",
                "{'Type':'Pass','End':true,'Parameters':{'b.$':'$','b':1}}"
                        + "|The field 'b' is defined more than once at /States/S/Parameters",
                "{'Type':'Wait','End':true}"
                        + "|One of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath] at /States/S",
                "{'Type':'Wait','End':true,'Seconds':1,'SecondsPath':'$.a'}"
                        + "|There should only be one of the following fields: [Seconds, SecondsPath] at /States/S",
                "{'Type':'Wait','End':true,'Seconds':-1}|Minimum value is 0 at /States/S/Seconds",
                "{'Type':'Wait','End':true,'Seconds':1e2}|Expected value of type Integer at /States/S/Seconds",
                "{'Type':'Task','End':true}|These fields are required: [Resource] at /States/S",
                "{'Type':'Parallel','End':true,'Branches':[]}|Value cannot be empty at /States/S/Branches",
                "{'Type':'Map','End':true}|These fields are required: [ItemProcessor] at /States/S",
                "{'Type':'Fail','ErrorPath':'States.Array()'}|The intrinsic function must be one of [ArrayGetItem,"
                        + " Base64Encode, Base64Decode, Format, JsonToString, Hash, UUID] at /States/S/ErrorPath",
                "{'Type':'Fail','Error':'a','ErrorPath':'$.b'}"
                        + "|There should only be one of the following fields: [Error, ErrorPath] at /States/S"
            })
    void shouldRefuseState(String state, String problem) {
        assertThat(Machines.problemsOf(state)).containsExactly("SCHEMA_VALIDATION_FAILED: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'TimeoutSeconds':0|Minimum value is 1 at /States/S/TimeoutSeconds",
                "'TimeoutSeconds':100000000|Maximum value is 99999999 at /States/S/TimeoutSeconds",
                "'TimeoutSeconds':5,'HeartbeatSeconds':5"
                        + "|Value must be less than TimeoutSeconds at /States/S/HeartbeatSeconds",
                "'TimeoutSecondsPath':'$.a[*]'|Value is not a Reference Path at /States/S/TimeoutSecondsPath",
                "'Credentials':{}|The field 'RoleArn' is required but was missing at /States/S/Credentials",
                "'Retry':[{}]|These fields are required: [ErrorEquals] at /States/S/Retry[0]",
                "'Retry':[{'ErrorEquals':[]}]|Value cannot be empty at /States/S/Retry[0]/ErrorEquals",
                "'Retry':[{'ErrorEquals':['a'],'BackoffRate':0.5}]|Minimum value is 1.0 at /States/S/Retry[0]/BackoffRate",
                "'Retry':[{'ErrorEquals':['a'],'MaxDelaySeconds':31622401}]"
                        + "|Maximum value is 31622400 at /States/S/Retry[0]/MaxDelaySeconds",
                "'Retry':[{'ErrorEquals':['a'],'JitterStrategy':'HALF'}]|The field 'JitterStrategy' should have one of these"
                        + " values: [FULL, NONE] at /States/S/Retry[0]/JitterStrategy",
                "'Retry':[{'ErrorEquals':['States.ALL','a']}]"
                        + "|'States.ALL' must appear alone, and in the last element only at /States/S/Retry[0]/ErrorEquals",
                "'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['a']}]"
                        + "|'States.ALL' must appear alone, and in the last element only at /States/S/Retry[0]/ErrorEquals",
                "'Catch':[{'ErrorEquals':['a']}]|These fields are required: [Next] at /States/S/Catch[0]",
                "'Catch':[5]|Expected value of type Object at /States/S/Catch[0]"
            })
    void shouldRefuseTask(String fields, String problem) {
        assertThat(Machines.problemsOf("{" + TASK + "," + fields + "}"))
                .containsExactly("SCHEMA_VALIDATION_FAILED: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'MaxConcurrency':-1|Minimum value is 0 at /States/S/MaxConcurrency",
                "'MaxConcurrency':'$.a'|Expected value of type Integer at /States/S/MaxConcurrency",
                "'MaxConcurrency':1,'MaxConcurrencyPath':'$.a'"
                        + "|There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath] at /States/S",
                "'MaxConcurrencyPath':'$$.Execution.Input.n'"
                        + "|Value is not a Reference Path at /States/S/MaxConcurrencyPath",
                "'ItemReader':{}|Field 'ItemReader' is only supported in mode 'DISTRIBUTED' at /States/S",
                "'Iterator':{}|There should only be one of the following fields: [ItemProcessor, Iterator] at /States/S"
            })
    void shouldRefuseMap(String fields, String problem) {
        assertThat(Machines.problemsOf("{" + MAP + "," + fields + "}"))
                .containsExactly("SCHEMA_VALIDATION_FAILED: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /",
                "{'StartAt':'A','States':{}}|SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States",
                "{'StartAt':'A','States':[]}|SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States",
                "{'StartAt':'A','States':{'A':5}}|SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States/A",
                "{'StartAt':'A','States':{'A':{'Type':'Succeed'}},'Nope':1}"
                        + "|SCHEMA_VALIDATION_FAILED: Field 'Nope' is not supported at /",
                "{'StartAt':'A','States':{'A':{'Type':'Succeed'}},'TimeoutSeconds':0}"
                        + "|SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /TimeoutSeconds",
                "{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'}}}"
                        + "|MISSING_END_STATE: Workflow has no terminal state at null",
                "{'StartAt':'A','States':{'A':{'Type':'Succeed'},'B':{'Type':'Succeed'}}}"
                        + "|MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B",
                "[]|SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null",
                "x|SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at null"
            })
    void shouldRefuseDefinition(String definition, String problem) {
        assertThat(Machines.problems(Machines.quoted(definition))).containsExactly(problem);
    }

    @Test
    void shouldNameEveryMissingTargetInAwsOrder() {
        assertThat(Machines.problems(Machines.quoted("{'StartAt':'X','States':{'A':{'Type':'Pass','Next':'NOPE'}}}")))
                .containsExactly(
                        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt",
                        "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
                        "MISSING_END_STATE: Workflow has no terminal state at null");
    }

    @Test
    void shouldNotLetATransitionLeaveItsBlock() {
        assertThat(Machines.problems(
                        Machines.quoted("{'StartAt':'P','States':{'P':{'Type':'Parallel','Next':'Z','Branches':"
                                + "[{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'Z'},'B':{'Type':'Succeed'}}}]},"
                                + "'Z':{'Type':'Succeed'}}}")))
                .containsExactly(
                        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Z at /States/P/Branches[0]/States/A/Next",
                        "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/P/Branches[0]/States/B");
    }

    @Test
    void shouldRefuseTheSameNameInAnotherBlock() {
        assertThat(Machines.problemsOf("{'Type':'Parallel','End':true,'Branches':"
                        + "[{'StartAt':'S','States':{'S':{'Type':'Succeed'}}}]}"))
                .containsExactly("DUPLICATE_STATE_NAME: Duplicate state name: S, also at /States/S"
                        + " at /States/S/Branches[0]/States/S");
    }

    @Test
    void shouldTakeNamesOfEightyCharactersOfAnyKind() {
        String name = "\uD83C\uDD97".repeat(80);
        String definition = "{\"StartAt\":\"%1$s\",\"States\":{\"%1$s\":{\"Type\":\"Succeed\"}}}";
        assertThat(Machines.machine(definition.formatted(name)).startAt()).isEqualTo(name);
        assertThat(Machines.problems(definition.formatted(name + "x"))).hasSize(1);
        assertThat(Machines.machine(definition.formatted("constructor")).states())
                .containsKey("constructor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:lambda:us-east-1:111111111111:function:f",
                "arn:aws-cn:lambda:cn-north-1:111111111111:function:f:$LATEST",
                "arn:aws:states:us-east-1:111111111111:activity:a",
                "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "arn:aws:states:::states:startExecution.sync:2",
                "arn:aws:states:::aws-sdk:dynamodb:query",
                "arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken",
                "arn:aws:states:::ecs:runTask.sync",
                "arn:aws:states:::http:invoke"
            })
    void shouldRecogniseResource(String arn) {
        TaskResource resource = Objects.requireNonNull(ResourceParser.parse(arn));
        assertThat(resource.arn()).isEqualTo(arn);
        assertThat(resource.waitsForToken()).isEqualTo(arn.endsWith(".waitForTaskToken"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f",
                "arn:aws:lambda:us-east-1:111111111111:function",
                "arn:aws:lambda:us-east-1:111111111111:layer:f",
                "arn:aws:states:::dynamodb:query",
                "arn:aws:states:::dynamodb:getItem.sync",
                "arn:aws:states:::lambda:invoke.sync",
                "arn:aws:states:::lambda:invoke.",
                "arn:aws:states:::lambda:",
                "arn:aws:states:::aws-sdk:dynamodb",
                "arn:aws:states:::aws-sdk:DynamoDB:query",
                "arn:aws:states:::aws-sdk:dynamodb:Query",
                "arn:aws:states:::aws-sdk:dynamodb:query.sync",
                "arn:aws:states:::s3:getObject",
                "arn:aws:sqs:us-east-1:111111111111:queue:q"
            })
    void shouldRefuseResource(String arn) {
        assertThat(Machines.problemsOf("{'Type':'Task','End':true,'Resource':'" + arn + "'}"))
                .containsExactly(
                        "SCHEMA_VALIDATION_FAILED: The resource provided " + arn + " is not recognized. The value"
                                + " is not a valid resource ARN, or the resource is not available in this region."
                                + " at /States/S/Resource");
    }

    @Test
    void shouldCollectAtMostAHundredProblems() {
        StringBuilder states = new StringBuilder("'S':{}");
        for (int i = 0; i < 300; i++) states.append(",'S").append(i).append("':{}");
        assertThat(Machines.problems(Machines.quoted("{'StartAt':'S','States':{" + states + "}}")))
                .hasSize(100);
    }

    @Test
    void shouldReadYaml() {
        StateMachine machine = Machines.machine("""
                # an order
                StartAt: Wait a bit
                States:
                  Wait a bit: {Type: Wait, Seconds: 1, Next: Done}
                  Done:
                    Type: Pass
                    Parameters:
                      id.$: $.id
                      text: |
                        two
                        lines
                    End: true
                """);
        Chain.Outcome outcome = Chain.run(machine, Machines.payload("{'id':7}"));
        assertThat(outcome.output()).hasToString("{\"id\":7,\"text\":\"two\\nlines\\n\"}");
    }

    @Test
    void shouldTellYamlFromJsonOnTheAwsApi() {
        assertThat(Asl.parseJson("StartAt: A", MachineType.STANDARD)).isInstanceOf(Asl.Parsed.Invalid.class);
    }

    @Test
    void shouldWarn() {
        String definition = Machines.definition(
                Machines.quoted(
                        "{'Type':'Pass','Next':'F','Parameters':{'a':'$.b'},'Result':{'x.$':'$.y'}},'F':{'Type':'Fail','Error':'$.e'}"));
        assertThat(Asl.parse(definition, MachineType.STANDARD))
                .isInstanceOfSatisfying(
                        Asl.Parsed.Valid.class,
                        valid -> assertThat(valid.warnings())
                                .extracting(Problem::code)
                                .containsExactly("NO_DOLLAR", "PASS_RESULT_IS_STATIC", "NO_PATH"));
    }

    @Test
    void shouldCompileSearchAttributesAndTakeThemOutForAws() {
        String definition = Machines.quoted("{'StartAt':'S','States':{'S':{'Type':'Succeed'}},"
                + "'SearchAttributes':{'order.$':'$.id','name.$':'$$.Execution.Name'}}");
        StateMachine machine = Machines.machine(definition);
        Payload input = Machines.payload("{'id':5}");
        Expression<Payload> attributes = Objects.requireNonNull(machine.searchAttributes());
        assertThat(attributes.evaluate(Chain.scope(input, Chain.context("S", input))))
                .hasToString("{\"order\":5,\"name\":\"n\"}");
        String plain = Machines.quoted("{'StartAt':'S','States':{'S':{'Type':'Succeed'}}}");
        assertThat(Asl.withoutSkaldFields(definition)).isEqualTo(plain);
        assertThat(Asl.withoutSkaldFields(" " + plain)).isEqualTo(" " + plain);
        assertThat(Asl.withoutSkaldFields("StartAt: S\nStates: {S: {Type: Succeed}}"))
                .isEqualTo(plain);
    }

    @Test
    void shouldRefuseSearchAttributesThatAreNoScalars() {
        StateMachine machine = Machines.machine(
                Machines.quoted("{'StartAt':'S','States':{'S':{'Type':'Succeed'}},'SearchAttributes':{'a.$':'$'}}"));
        Expression<Payload> attributes = Objects.requireNonNull(machine.searchAttributes());
        assertThatThrownBy(() -> attributes.evaluate(Chain.scope(Payload.EMPTY_OBJECT, Payload.EMPTY_OBJECT)))
                .isInstanceOf(EvaluationException.class);
    }

    @Test
    void shouldCompileTaskAndMapFields() {
        TaskState task = (TaskState) Machines.one("{" + TASK
                        + ",'TimeoutSecondsPath':'$.t','Credentials':{'RoleArn.$':'$.r'},"
                        + "'Retry':[{'ErrorEquals':['E'],'MaxAttempts':0,'BackoffRate':1}]}")
                .state("S");
        Payload input = Machines.payload("{'t':9,'r':'arn','n':'NoNumber','items':{}}");
        Scope scope = Chain.scope(input, input);
        assertThat(Objects.requireNonNull(task.timeoutSeconds()).evaluate(scope))
                .isEqualTo(9);
        assertThat(Objects.requireNonNull(task.credentials()).evaluate(scope)).hasToString("{\"RoleArn\":\"arn\"}");
        assertThat(task.retry()).containsExactly(new Retrier(List.of("E"), 1, 0, 1.0, null, false));

        MapState map = (MapState) Machines.one("{" + MAP + ",'MaxConcurrencyPath':'$.n','ItemsPath':'$.items'}")
                .state("S");
        assertThat(map.startAt()).isEqualTo("P");
        assertThat(map.itemSelector()).isNull();
        assertThatThrownBy(() -> map.maxConcurrency().evaluate(scope))
                .hasMessage(
                        "The MaxConcurrencyPath field refers to value \"NoNumber\" which is not a valid integer: $.n");
        assertThatThrownBy(() -> map.items().evaluate(scope))
                .hasMessage("Reference path \"$.items\" must point to array.");
    }
}
