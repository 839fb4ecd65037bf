package dev.skald.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class InferredSchemaTest {
    private static String of(String... examples) {
        List<JsonNode> nodes = new ArrayList<>();
        for (String example : examples) nodes.add(JsonReader.trusted(example.replace('\'', '"')));
        return InferredSchema.of(nodes).toString().replace('"', '\'');
    }

    @Test
    void shouldAllowEverythingWithoutExamples() {
        assertThat(of()).isEqualTo("{}");
    }

    @Test
    void shouldRequireWhatNoneLacks() {
        assertThat(of("{'a': 1, 'b': 'x'}", "{'a': 2}"))
                .isEqualTo("{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'string'}},"
                        + "'required':['a']}");
    }

    @Test
    void shouldJoinTypes() {
        assertThat(of("1", "2.5")).isEqualTo("{'type':'number'}");
        assertThat(of("1", "null", "'x'")).isEqualTo("{'type':['integer','null','string']}");
    }

    @Test
    void shouldLookIntoArrays() {
        assertThat(of("[{'a': true}, {}]", "[]"))
                .isEqualTo("{'type':'array','items':{'type':'object','properties':{'a':{'type':'boolean'}}}}");
    }

    @Test
    void shouldBeBounded() {
        ObjectNode wide = JsonReader.newObject();
        for (int i = 0; i < 1_000; i++) wide.put("m" + i, i);
        assertThat(InferredSchema.of(List.of(wide)).path("properties").size()).isEqualTo(InferredSchema.MEMBERS_MAX);
        JsonNode deep = JsonReader.trusted("[".repeat(50) + "]".repeat(50));
        assertThat(InferredSchema.of(List.of(deep)).toString().split("items", -1))
                .hasSize(InferredSchema.DEPTH_MAX + 1);
    }
}
