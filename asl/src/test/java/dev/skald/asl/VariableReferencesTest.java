package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class VariableReferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'Type':'Pass','InputPath':'$a','OutputPath':'$b.c','ResultPath':'$.d'}|[a, b]",
                "{'Type':'Pass','Parameters':{'x.$':'$a[0]','y':'$no','z':[{'w.$':'$$.Execution.Id'}]}}|[a]",
                "{'Type':'Pass','Result':{'x.$':'$no'},'Assign':{'v.$':'States.Format(`{} {}`, $a, States.Array($b))'}}|[a, b]",
                "{'Type':'Pass','Parameters':{'fooPath':'$no'}}|[]",
                "{'Type':'Wait','SecondsPath':'$s'}|[s]",
                "{'Type':'Fail','ErrorPath':'$e','CausePath':'States.Format(`{}`, $c)'}|[c, e]",
                "{'Type':'Choice','Choices':[{'And':[{'Variable':'$v.x','StringEqualsPath':'$w'}],'Next':'N','Assign':{'q.$':'$u'}}]}|[u, v, w]",
                "{'Type':'Task','Catch':[{'Assign':{'q.$':'$c'},'ResultPath':'$.r'}],'TimeoutSecondsPath':'$t','Credentials':{'RoleArn.$':'$r'}}|[c, r, t]",
                "{'Type':'Map','ToleratedFailureCountPath':'$n','ItemBatcher':{'BatchInput':{'b.$':'$b'},'MaxItemsPerBatchPath':'$m'}}|[b, m, n]"
            })
    void shouldFindWhatJsonPathReads(String state, String names) {
        assertThat(references(Machines.quoted(state).replace('`', '\''))).hasToString(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "$a + $states.input.b|[a]",
                "$sum($list) / $count/2|[list]",
                "($x := $y; $x)|[y]",
                "$map($rows, function($r, $i) { $r.n + $offset })|[offset, rows]",
                "'$no' & \"$no\" & `$no` /* $no */ & $yes|[yes]",
                "$replace($s, /$no'/, $by)|[by, s]",
                "$map(a, $uppercase)|[]",
                "a@$v.b#$i[$v.x = $w]|[w]",
                "$fn(1)|[]",
                "$ & $$.x & $größe|[größe]"
            })
    void shouldFindWhatJsonataReads(String expression, String names) {
        String text = Json.write(Json.text("{% " + expression + " %}"));
        String state = "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONata\",\"Comment\":\"$no\",\"Output\":{\"o\":[" + text
                + "]}}";
        assertThat(references(state)).hasToString(names);
    }

    private static SortedSet<String> references(String state) {
        return Asl.variableReferences(Machines.definition(state)).getOrDefault("S", new TreeSet<>());
    }

    @Test
    void shouldListNestedStatesByTheirOwnNames() {
        String nested = Machines.quoted("""
                {'StartAt':'M','QueryLanguage':'JSONata','States':{
                  'M':{'Type':'Map','Items':'{% $rows %}','ItemProcessor':{'StartAt':'P','States':{
                    'P':{'Type':'Parallel','Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','Output':'{% $b %}'}}}]}}}}}}""");
        assertThat(Asl.variableReferences(nested)).hasToString("{B=[b], M=[rows]}");
    }

    @Test
    void shouldFindNothingInTextThatIsNoDefinition() {
        assertThat(List.of("", "[1]", "{", "{\"States\":[1]}", "{\"States\":{\"A\":7}}"))
                .allSatisfy(text -> assertThat(Asl.variableReferences(text)).isEmpty());
    }

    @Test
    void shouldFindWhatAwsRecorded() {
        for (Recordings.Recording recording : Recordings.of("api-variable-references")) {
            for (JsonNode step : recording.content().path("steps")) {
                JsonNode definition = step.path("args").path("definition");
                if (definition.isString()) check(recording, definition.stringValue());
            }
        }
    }

    private static void check(Recordings.Recording recording, String definition) {
        for (JsonNode expected : recording.content().findValues("variableReferences"))
            assertThat(Asl.variableReferences(definition))
                    .as(recording.name())
                    .hasSize(expected.size())
                    .allSatisfy((state, names) -> assertThat(
                                    expected.path(state).valueStream().map(JsonNode::stringValue))
                            .containsExactlyElementsOf(names));
    }
}
