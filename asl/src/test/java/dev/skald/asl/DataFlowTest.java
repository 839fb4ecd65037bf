package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFlowTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'InputPath':'$.a'|{'a':{'b':1}}|{'b':1}",
                "'InputPath':null|{'a':1}|{}",
                "'OutputPath':null|{'a':1}|{}",
                "'ResultPath':null,'Result':5|{'a':1}|{'a':1}",
                "'ResultPath':'$','Result':5|{'a':1}|5",
                "'ResultPath':'$.x.y','Result':5|{'a':1}|{'a':1,'x':{'y':5}}",
                "'ResultPath':'$.a','Result':5|{'a':1,'b':2}|{'a':5,'b':2}",
                "'ResultPath':'$.a[1]','Result':5|{'a':[1,2]}|{'a':[1,5]}",
                "'ResultPath':'$.a[0].b','Result':5|{'a':[{'c':1}]}|{'a':[{'c':1,'b':5}]}",
                "'InputPath':'$.a','ResultPath':'$.r'|{'a':{'b':1}}|{'a':{'b':1},'r':{'b':1}}",
                "'ResultPath':'$.r','Result':[1],'OutputPath':'$.r[0]'|{}|1",
                "'Parameters':{'x':{'y.$':'$.a','z':[{'w.$':'$'}]}}|{'a':1}|{'x':{'y':1,'z':[{'w':{'a':1}}]}}",
                "'Result':{'x.$':'$.a'}|{}|{'x.$':'$.a'}",
                "'Parameters':{'x':1},'Result':2|{}|2",
                "'InputPath':'$.a[*]'|{}|[]"
            })
    void shouldPassDataThrough(String fields, String input, String output) {
        Chain.Outcome outcome = Machines.run("{'Type':'Pass','End':true," + fields + "}", input);
        assertThat(outcome.cause()).isNull();
        assertThat(outcome.output()).hasToString(Machines.quoted(output));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'InputPath':'$.no.such'|{}|States.Runtime|Invalid path '$.no.such' : Missing property in path $['no']",
                "'OutputPath':'$.x'|{}|States.Runtime|Invalid path '$.x' : No results for path: $['x']",
                "'ResultPath':'$.x'|5|States.ResultPathMatchFailure|Unable to apply ReferencePath $.x to input 5",
                "'ResultPath':'$.x.y'|{\"x\":[1]}|States.ResultPathMatchFailure|"
                        + "Unable to apply ReferencePath $.x.y to input {\"x\":[1]}",
                "'ResultPath':'$.x[1]'|{\"x\":[1]}|States.ResultPathMatchFailure|"
                        + "Unable to apply ReferencePath $.x[1] to input {\"x\":[1]}"
            })
    void shouldFailInAwsWords(String fields, String input, String error, String cause) {
        Chain.Outcome outcome = Machines.run("{'Type':'Pass','End':true," + fields + "}", input);
        assertThat(outcome.error()).isEqualTo(error);
        assertThat(outcome.cause()).isEqualTo(cause);
    }

    @Test
    void shouldNameTheFieldThatCouldNotBeFound() {
        Chain.Outcome outcome =
                Machines.run("{'Type':'Pass','End':true,'Parameters':{'n':{'v.$':'$.x'}}}", "{ 'a' : 1 }");
        assertThat(outcome.error()).isEqualTo(ErrorName.RUNTIME);
        assertThat(outcome.cause())
                .isEqualTo(
                        "The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{\"a\":1}'");
    }

    @Test
    void shouldLeaveTheInputUnchanged() {
        Payload input = Machines.payload("{'a':{'b':[1,2]}}");
        String before = input.node().toString();
        Chain.run(Machines.one("{'Type':'Pass','End':true,'Result':9,'ResultPath':'$.a.b[0]'}"), input);
        assertThat(input.node()).hasToString(before);
    }

    @Test
    void shouldHandOnTheSamePayloadWhereNothingChanges() {
        Payload input = Payload.ofText("{ \"kept\" : \"as received\" }");
        assertThat(Chain.run(Machines.one("{'Type':'Pass','End':true}"), input).output())
                .isSameAs(input);
        StateMachine constant = Machines.one("{'Type':'Pass','End':true,'Result':{'x':[1]}}");
        assertThat(Chain.run(constant, input).output())
                .isSameAs(Chain.run(constant, input).output());
        StateMachine parameters = Machines.one("{'Type':'Pass','End':true,'Parameters':{'x':[1]}}");
        assertThat(Chain.run(parameters, input).output())
                .isSameAs(Chain.run(parameters, input).output());
    }

    @Test
    void shouldSelectFromTheResultAndMergeIntoTheRawInput() {
        StateMachine machine = Machines.one(
                "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','End':true,"
                        + "'InputPath':'$.in','ResultSelector':{'v.$':'$.Payload','n.$':'$$.State.Name'},'ResultPath':'$.out'}");
        Payload input = Machines.payload("{'in':{'x':1}}");
        Scope scope = Chain.scope(input, Chain.context("S", input)).withResult(Machines.payload("{'Payload':5}"));
        assertThat(machine.state("S").flow().output().evaluate(scope))
                .hasToString("{\"in\":{\"x\":1},\"out\":{\"v\":5,\"n\":\"S\"}}");
    }

    @Test
    void shouldPutTheErrorOutputWhereTheCatcherSays() {
        StateMachine machine = Machines.machine(Machines.quoted(
                "{'StartAt':'S','States':{'S':{'Type':'Task','Resource':'arn:aws:lambda:r:1:function:f',"
                        + "'End':true,'Catch':[{'ErrorEquals':['E'],'Next':'T','ResultPath':'$.error'},"
                        + "{'ErrorEquals':['States.ALL'],'Next':'T'}]},'T':{'Type':'Succeed'}}}"));
        TaskState task = (TaskState) machine.state("S");
        Payload input = Machines.payload("{'a':1}");
        Scope scope = Chain.scope(input, input).withErrorOutput(Machines.payload("{'Error':'E'}"));
        assertThat(task.catchers().get(0).output().evaluate(scope))
                .hasToString("{\"a\":1,\"error\":{\"Error\":\"E\"}}");
        assertThat(task.catchers().get(1).output().evaluate(scope)).hasToString("{\"Error\":\"E\"}");
    }

    @Test
    void shouldFailWhenDataGrowsTooDeep() {
        StateMachine wrap = Machines.one("{'Type':'Pass','End':true,'Parameters':{'a.$':'$'}}");
        Payload data = Payload.EMPTY_OBJECT;
        for (int i = 0; i < 999; i++) {
            Chain.Outcome outcome = Chain.run(wrap, data);
            assertThat(outcome.cause()).isNull();
            data = java.util.Objects.requireNonNull(outcome.output());
        }
        assertThat(Chain.run(wrap, data).error()).isEqualTo(ErrorName.RUNTIME);
        assertThat(Json.parseTrusted(data.text())).isEqualTo(data.node());
    }

    @Test
    void shouldFailWhenATemplateMultipliesItsInputBeyondTheLimit() {
        StringBuilder template = new StringBuilder("{'x':[0");
        for (int i = 0; i < 200; i++) template.append(",{'a.$':'$'}");
        Chain.Outcome outcome = Machines.run(
                "{'Type':'Pass','End':true,'Parameters':" + template + "]}}", "'" + "x".repeat(200_000) + "'");
        assertThat(outcome.error()).isEqualTo(ErrorName.DATA_LIMIT_EXCEEDED);
    }
}
