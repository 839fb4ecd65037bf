package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\\\\b", "a\\u0085b", "1234567890123456789012345678901234567890x"})
    void shouldRefuse(String label) {
        assertThat(problems(map("A", label, true)))
                .filteredOn(each -> each.startsWith("INVALID_LABEL_NAME: "))
                .singleElement()
                .asString()
                .endsWith(" at /States/A/Label");
    }

    @Test
    void shouldTakeEachLabelOnce() {
        String both = map("A", "größe-1", false) + "," + map("B", "größe-1", true);
        assertThat(problems(both))
                .filteredOn(each -> each.contains("LABEL"))
                .containsExactly(
                        "DUPLICATE_LABEL_NAME: Duplicate label: größe-1, also at /States/A/Label at /States/B/Label");
    }

    private static List<String> problems(String states) {
        return Machines.problems("{\"StartAt\":\"A\",\"States\":{" + states + "}}");
    }

    private static String map(String name, String label, boolean last) {
        return Machines.quoted("'" + name + "':{'Type':'Map','Label':'" + label
                + "','ItemProcessor':{'ProcessorConfig':"
                + "{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'I" + name + "','States':{'I" + name
                + "':{'Type':'Succeed'}}}," + (last ? "'End':true}" : "'Next':'B'}"));
    }
}
