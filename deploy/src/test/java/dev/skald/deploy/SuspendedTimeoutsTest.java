package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SuspendedTimeoutsTest {
    private static final Application SHOP = Samples.whole();

    private static JsonNode suspended(String definition) {
        Machine machine = new Machine("order", "STANDARD", definition, null, Map.of());
        Application application = SuspendedTimeouts.of(SHOP.withMachines(List.of(machine)), "shop-dev-charge");
        return JsonMapper.shared().readTree(application.machines().getFirst().definition());
    }

    @Test
    void shouldLeaveNoTimeOutAroundTheFunction() {
        JsonNode machine = suspended("""
                {"TimeoutSeconds": 60, "StartAt": "Both", "States": {
                  "Both": {"Type": "Parallel", "End": true, "Branches": [
                    {"StartAt": "A", "States": {"A": {"Type": "Task", "TimeoutSeconds": 5, "HeartbeatSeconds": 2, "End": true,
                      "Resource": "arn:aws:lambda:us-east-1:000000000000:function:shop-dev-charge:$LATEST"}}},
                    {"StartAt": "B", "States": {"B": {"Type": "Task", "TimeoutSecondsPath": "$.t", "End": true,
                      "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "shop-dev-charge"}}}},
                    {"StartAt": "C", "States": {"C": {"Type": "Task", "TimeoutSeconds": 7, "End": true,
                      "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "shop-dev-other"}}}}]}}}""");

        assertThat(machine.has("TimeoutSeconds")).isFalse();
        assertThat(machine.findValues("TimeoutSeconds")).hasSize(1);
        assertThat(machine.findValue("TimeoutSeconds").asInt()).isEqualTo(7);
        assertThat(machine.findValues("TimeoutSecondsPath")).isEmpty();
        assertThat(machine.findValues("HeartbeatSeconds")).isEmpty();
    }

    @Test
    void shouldLeaveOtherMachinesAsTheyAre() {
        String definition =
                "{ \"TimeoutSeconds\": 60, \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";
        Application application =
                SHOP.withMachines(List.of(new Machine("order", "STANDARD", definition, null, Map.of())));

        assertThat(SuspendedTimeouts.of(application, "charge")).isEqualTo(application);
    }

    @Test
    void shouldFindAFunctionByItsNameOrKey() {
        Application named =
                Samples.with(SHOP, List.of(Samples.charge("shop-dev-charge"), Samples.charge("pay")), List.of());

        assertThat(SuspendedTimeouts.functionOf(named, "pay")).isEqualTo("pay");
        assertThat(SuspendedTimeouts.functionOf(named, "charge")).isEqualTo("shop-dev-charge");
        assertThatThrownBy(() -> SuspendedTimeouts.functionOf(named, "charg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The project has no function 'charg'. It has shop-dev-charge, pay.");
    }
}
