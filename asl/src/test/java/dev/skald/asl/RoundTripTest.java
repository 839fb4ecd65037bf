package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Parse, print, parse. A compiled machine holds expressions, which have no text of their own; so what is printed is the
 * parsed tree, and what must be the same is the tree, the verdict with every text in it, and the machine's states.
 */
class RoundTripTest {
    @Test
    void shouldMeanTheSameAfterPrinting() throws MalformedJson {
        for (String definition : Corpus.definitions()) {
            JsonNode tree = Json.parse(definition);
            String pretty = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
            String yaml = YAMLMapper.builder().build().writeValueAsString(tree);
            for (String printed : new String[] {Json.write(tree), pretty, yaml}) {
                assertThat(verdict(printed)).as(printed).isEqualTo(verdict(definition));
                assertThat(Asl.variableReferences(printed)).isEqualTo(Asl.variableReferences(definition));
            }
            assertThat(Json.parse(pretty)).isEqualTo(tree);
            assertThat(Json.parse(Asl.withoutSkaldFields(yaml))).isEqualTo(plain(definition));
        }
    }

    @Test
    void shouldTakeAwaySkaldFieldsOnceAndNothingElse() throws MalformedJson {
        for (String definition : Corpus.definitions()) {
            int brace = definition.indexOf('{') + 1;
            String more = "{\"SearchAttributes\":{\"k.$\":\"$.k\"}," + definition.substring(brace);
            String plain = Asl.withoutSkaldFields(more);
            assertThat(Json.parse(plain)).isEqualTo(plain(definition));
            assertThat(Asl.withoutSkaldFields(plain)).isEqualTo(plain);
        }
    }

    /** Definitions of the corpus that are sagas have fields that AWS does not know. */
    private static JsonNode plain(String definition) throws MalformedJson {
        JsonNode tree = Json.parse(definition);
        return tree instanceof ObjectNode object ? SkaldFields.stripped(object) : tree;
    }

    private static String verdict(String definition) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid ->
                valid.machine().startAt() + " " + valid.machine().states().keySet() + valid.warnings();
            case Asl.Parsed.Invalid invalid -> invalid.problems().toString();
        };
    }
}
