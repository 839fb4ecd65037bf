package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceStateTest {
    private static StateMachine machine(String rule) {
        return Machines.machine(Machines.quoted("{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{" + rule
                + ",'Next':'Y'}],'Default':'N'},'Y':{'Type':'Pass','Result':'yes','End':true},"
                + "'N':{'Type':'Pass','Result':'no','End':true}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Variable':'$.v','StringMatches':'a*c'|{'v':'abbc'}|yes",
                "'Variable':'$.v','StringMatches':'a*c'|{'v':'abcd'}|no",
                "'Variable':'$.v','StringMatches':'*'|{'v':''}|yes",
                "'Variable':'$.v','StringMatches':'a*a'|{'v':'a'}|no",
                "'Variable':'$.v','StringMatches':'*b*b*'|{'v':'abab'}|yes",
                "'Variable':'$.v','StringMatches':'a\\\\*b'|{'v':'a*b'}|yes",
                "'Variable':'$.v','StringMatches':'a\\\\*b'|{'v':'axb'}|no",
                "'Variable':'$.v','StringMatches':'a\\\\\\\\*'|{'v':'a\\\\b'}|yes",
                "'Variable':'$.v','StringMatches':'1'|{'v':1}|no",
                "'Variable':'$.v','NumericEquals':1.0|{'v':1}|yes",
                "'Variable':'$.v','NumericEquals':9007199254740993|{'v':9007199254740992}|no",
                "'Variable':'$.v','NumericGreaterThan':0.1|{'v':0.3}|yes",
                "'Variable':'$.v','NumericLessThanPath':'$.w'|{'v':1,'w':'2'}|no",
                "'Variable':'$.v','TimestampEquals':'2020-01-01T01:00:00+01:00'|{'v':'2020-01-01T00:00:00Z'}|yes",
                "'Variable':'$.v','TimestampLessThan':'2020-01-01T00:00:00.5Z'|{'v':'2020-01-01T00:00:00Z'}|yes",
                "'Variable':'$.v','IsTimestamp':true|{'v':'2020-01-01T00:00:00Z'}|yes",
                "'Variable':'$.v','IsTimestamp':true|{'v':'2020-01-01T00:00:00z'}|no",
                "'Variable':'$.v','IsTimestamp':true|{'v':'2020-01-01'}|no",
                "'Variable':'$.v','IsPresent':false|{}|yes",
                "'Variable':'$.v','IsPresent':true|{'v':null}|yes",
                "'And':[{'Variable':'$.v','IsPresent':true},{'Variable':'$.v','NumericEquals':1}]|{}|no",
                "'Or':[{'Variable':'$.v','IsPresent':false},{'Variable':'$.v','NumericEquals':1}]|{}|yes",
                "'Not':{'Variable':'$.v','BooleanEquals':true}|{'v':'true'}|yes",
                "'Variable':'$$.State.Name','StringEquals':'C'|{}|yes"
            })
    void shouldDecide(String rule, String input, String expected) {
        assertThat(Chain.run(machine(rule), Machines.payload(input)).output()).hasToString("\"" + expected + "\"");
    }

    @Test
    void shouldFailWhenTheVariableIsMissing() {
        Chain.Outcome outcome = Chain.run(machine("'Not':{'Variable':'$.x','NumericEquals':1}"), Payload.EMPTY_OBJECT);
        assertThat(outcome.error()).isEqualTo(ErrorName.RUNTIME);
        assertThat(outcome.cause())
                .isEqualTo("Invalid path '$.x': The choice state's condition path references an invalid value.");
    }

    @Test
    void shouldKnowThirtyNineOperators() {
        assertThat(Comparison.BY_NAME).hasSize(39);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Variable':'$.v','NumericEquals':'1'|Expected value of type Float at /States/C/Choices[0]/NumericEquals",
                "'Variable':'$.v','IsNull':'1'|Expected value of type Boolean at /States/C/Choices[0]/IsNull",
                "'Variable':'$.v','TimestampEquals':'x'"
                        + "|String does not match RFC3339 timestamp at /States/C/Choices[0]/TimestampEquals",
                "'NumericEquals':1|These fields are required: [Variable] at /States/C/Choices[0]",
                "'Variable':'$.v','NumericEquals':1,'IsNull':true"
                        + "|There should only be one of the following fields: [NumericEquals, IsNull] at /States/C/Choices[0]",
                "'Variable':'$.v'|A Choice rule must have exactly one comparison operator at /States/C/Choices[0]",
                "'Variable':'v','IsNull':true|Value is not a valid JSONPath at /States/C/Choices[0]/Variable",
                "'And':[]|Value cannot be empty at /States/C/Choices[0]/And",
                "'And':[{'Variable':'$','IsNull':true,'Next':'Y'}]"
                        + "|Field 'Next' is not supported at /States/C/Choices[0]/And[0]"
            })
    void shouldRefuse(String rule, String problem) {
        String definition = Machines.quoted("{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{" + rule
                + ",'Next':'Y'}]},'Y':{'Type':'Succeed'}}}");
        assertThat(Machines.problems(definition)).containsExactly("SCHEMA_VALIDATION_FAILED: " + problem);
    }
}
