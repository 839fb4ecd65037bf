package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Section 1.9 of the reference. */
class VariablesTest {
    @Test
    void shouldAssignAfterEvaluatingEverythingWithTheOldValues() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Result": {"q": 1}, "Assign": {"x.$": "$.q", "y": 2}, "Next": "B"},
                  "B": {"Type": "Pass", "InputPath": "$x", "OutputPath": "$x", "Assign": {"x": 9, "was.$": "$x"}, "Next": "C"},
                  "C": {"Type": "Pass", "Parameters": {"x.$": "$x", "was.$": "$was", "y.$": "$y"}, "End": true}}}""").start("{}");
        assertThat(story.execution.output()).hasToString("{\"x\":9,\"was\":1,\"y\":2}");
    }

    @Test
    void shouldKeepVariablesOfIterationsAndBranchesToThemselves() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Assign": {"outer": 1}, "Next": "M"},
                  "M": {"Type": "Map", "ItemProcessor": {"StartAt": "I", "States": {
                    "I": {"Type": "Pass", "Assign": {"mine.$": "$", "seen.$": "$outer"}, "Next": "J"},
                    "J": {"Type": "Pass", "Parameters": {"mine.$": "$mine", "seen.$": "$seen"}, "End": true}}}, "Next": "P"},
                  "P": {"Type": "Pass", "ResultPath": "$[1].lost", "Parameters": {"v.$": "$outer"}, "End": true}}}""").start("[7, 8]");
        assertThat(story.execution.output())
                .hasToString("[{\"mine\":7,\"seen\":1},{\"mine\":8,\"seen\":1,\"lost\":{\"v\":1}}]");
        assertThat(VariablesInScope.bytes(story.execution)).isZero();
    }

    @Test
    void shouldAssignFromTheErrorInACatcher() {
        var story = Story.given("""
                {"StartAt": "T", "States": {
                  "T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f", "End": true,
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"why.$": "$.Error"}, "Next": "C"}]},
                  "C": {"Type": "Choice", "Default": "D", "Assign": {"chosen": "default"},
                    "Choices": [{"Variable": "$why", "StringEquals": "Busy", "Assign": {"chosen": "busy"}, "Next": "D"}]},
                  "D": {"Type": "Pass", "Parameters": {"why.$": "$why", "chosen.$": "$chosen"}, "End": true}}}""").start("{}").fail("T", "Busy", "much to do");
        assertThat(story.execution.output()).hasToString("{\"why\":\"Busy\",\"chosen\":\"busy\"}");
    }

    @Test
    void shouldPassVariablesBetweenTheQueryLanguages() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"x": "{% $states.input.n + 1 %}"}, "Next": "P"},
                  "P": {"Type": "Parallel", "QueryLanguage": "JSONata", "Arguments": {"got": "{% $x %}"}, "Branches": [
                      {"StartAt": "B", "States": {
                        "B": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($x, $.got)"}, "Assign": {"b.$": "$.sum"}, "Next": "C"},
                        "C": {"Type": "Succeed", "QueryLanguage": "JSONata", "Output": "{% [$b, $x] %}"}}},
                      {"QueryLanguage": "JSONata", "StartAt": "D", "States": {
                        "D": {"Type": "Pass", "Output": "{% $x * 10 %}", "End": true}}}],
                    "Assign": {"all": "{% $states.result %}"}, "Next": "M"},
                  "M": {"Type": "Map", "ItemsPath": "$all", "ItemProcessor": {"QueryLanguage": "JSONata", "StartAt": "E", "States": {
                      "E": {"Type": "Pass", "Assign": {"i": "{% $states.context.Map.Item.Index %}"}, "Next": "F"},
                      "F": {"Type": "Pass", "Output": {"i": "{% $i %}", "of": "{% $count($all) %}"}, "End": true}}},
                    "ResultSelector": {"items.$": "$", "x.$": "$x"}, "Assign": {"x.$": "$[1].i"}, "Next": "Z"},
                  "Z": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"in": "{% $states.input %}", "x": "{% $x %}"}, "End": true}}}""").start("{\"n\": 1}");
        assertThat(story.execution.output())
                .hasToString("{\"in\":{\"items\":[{\"i\":0,\"of\":2},{\"i\":1,\"of\":2}],\"x\":2},\"x\":1}");
    }

    @Test
    void shouldFailWhenMoreIsAssignedThanTheLimit() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Assign": {"a.$": "$", "b.$": "$"}, "End": true}}}""").start('"' + "x".repeat(140_000) + '"');
        assertThat(story.execution.error()).isEqualTo("States.DataLimitExceeded");
    }

    @Test
    void shouldFailOnAVariableThatNobodyAssigned() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Parameters": {"a.$": "$nobody.b"}, "End": true}}}""").start("{}");
        assertThat(story.execution.error()).isEqualTo("States.Runtime");
        assertThat(story.execution.cause()).contains("'$nobody.b'");
    }

    @Test
    void shouldLimitAllVariablesThatLiveTogether() {
        assertThat(assignedBy(45, "v").execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(assignedBy(40, "v%d").execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(assignedBy(45, "v%d").execution.error()).isEqualTo("States.DataLimitExceeded");
    }

    /** A chain of states, of which each assigns 250,000 bytes to a name made of its number. */
    private static Story assignedBy(int states, String name) {
        var chain = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
        for (int i = 0; i < states; i++) {
            chain.append("\"S%d\":{\"Type\":\"Pass\",\"Assign\":{\"%s.$\":\"$\"},\"Next\":\"S%d\"},"
                    .formatted(i, name.formatted(i), i + 1));
        }
        chain.append("\"S%d\":{\"Type\":\"Succeed\"}}}".formatted(states));
        return Story.given(chain.toString()).start('"' + "x".repeat(249_998) + '"');
    }
}
