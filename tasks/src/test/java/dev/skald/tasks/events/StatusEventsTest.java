package dev.skald.tasks.events;

import static dev.skald.tasks.events.BusWorld.rule;
import static dev.skald.tasks.events.BusWorld.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Json;
import dev.skald.core.Status;
import dev.skald.engine.Redrive;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatusEventsTest {
    private static final String CHANGES = "{\"source\": [\"aws.states\"]}";

    private final BusWorld world = new BusWorld();

    private List<JsonNode> details() {
        return world.received.stream()
                .map(delivery -> delivery.input().node().path("detail"))
                .toList();
    }

    @Test
    void shouldTellBeginAndEnd() throws Exception {
        world.rules(rule("r", CHANGES, to("test:t")));
        String machine = world.machine("m", """
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "Next": "P"},
                 "P": {"Type": "Pass", "Result": {"Arg1": "argument1"}, "End": true}}}""");
        String execution = world.start(machine, "{}");
        world.pass(Duration.ofMinutes(2));
        assertThat(details()).hasSize(2);
        JsonNode event = world.received.getFirst().input().node();
        assertThat(event.path("detail-type").asString()).isEqualTo("Step Functions Execution Status Change");
        assertThat(event.path("resources")).containsExactly(Json.text(execution));
        long begin = world.result(execution).startedAt().toEpochMilli();
        String name = execution.substring(execution.lastIndexOf(':') + 1);
        assertThat(details().getFirst()).isEqualTo(Json.parseTrusted("""
                {"executionArn": "%s", "stateMachineArn": "%s", "name": "%s", "status": "RUNNING", "startDate": %d,
                 "stopDate": null, "input": "{}", "output": null, "stateMachineVersionArn": null,
                 "stateMachineAliasArn": null, "redriveCount": 0, "redriveDate": null,
                 "redriveStatus": "NOT_REDRIVABLE",
                 "redriveStatusReason": "Execution is RUNNING and cannot be redriven",
                 "inputDetails": {"included": true}, "outputDetails": null, "error": null, "cause": null}""".formatted(execution, machine, name, begin)));
        JsonNode ended = details().getLast();
        assertThat(ended.path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("stopDate").asLong()).isEqualTo(begin + 60_000);
        assertThat(ended.path("output").asString()).isEqualTo("{\"Arg1\":\"argument1\"}");
        assertThat(ended.path("outputDetails").path("included").asBoolean()).isTrue();
        assertThat(ended.path("redriveStatusReason").asString())
                .isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    }

    @Test
    void shouldTellFailureAndRedrive() throws Exception {
        world.rules(rule("r", CHANGES, to("test:t")));
        String machine = world.machine(
                "m",
                "{\"StartAt\": \"F\", \"States\": {\"F\": {\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"C\"}}}");
        String execution = world.start(machine, "{\"a\": 1}");
        world.settle();
        world.skald.redriveExecution(execution, Redrive.UNCHANGED);
        world.settle();
        assertThat(details())
                .extracting(detail -> detail.path("status").asString())
                .containsExactlyInAnyOrder("RUNNING", "FAILED", "RUNNING", "FAILED");
        assertThat(details())
                .filteredOn(detail -> detail.path("status").asString().equals("FAILED"))
                .allMatch(detail -> detail.path("error").asString().equals("E")
                        && detail.path("cause").asString().equals("C")
                        && detail.path("redriveStatus").asString().equals("REDRIVABLE"));
    }

    @Test
    void shouldLoseNothingAndRepeatNothingWhenTheProcessDies() throws Exception {
        world.rules(rule("r", CHANGES, to(world.passing("heard"))), rule("t", CHANGES, to("test:t")));
        world.rules(rule(
                "r",
                "{\"source\": [\"aws.states\"], \"detail\": {\"name\": [{\"prefix\": \"x-\"}]}}",
                to(world.passing("heard"))));
        String machine = world.passing("m");
        for (int steps = 0; steps < 30; steps++) {
            world.skald.start(machine, "x-" + steps, dev.skald.asl.Payload.EMPTY_OBJECT);
            world.steps(steps);
            world.crash();
        }
        world.pass(Duration.ofMinutes(1));
        assertThat(world.executions("heard")).hasSize(60).allMatch(row -> row.status() == Status.SUCCEEDED);
    }

    @Test
    void shouldWriteNothingDownThatNobodyWants() throws Exception {
        world.rules(rule("r", "{\"source\": [\"shop\"]}", to("test:t")));
        world.start(world.passing("m"), "{}");
        world.settle();
        assertThat(world.memory.events().recordsStatusChanges()).isFalse();
        assertThat(world.memory.events().statusChanges(9)).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsTooLarge() throws Exception {
        world.rules(rule("r", CHANGES, to("test:t")));
        world.start(world.passing("m"), "{\"a\": \"" + "x".repeat(StatusEvents.DATA_BYTES_MAX) + "\"}");
        world.settle();
        assertThat(details())
                .hasSize(2)
                .allMatch(detail -> detail.path("input").isNull()
                        && !detail.path("inputDetails").path("included").asBoolean());
    }
}
