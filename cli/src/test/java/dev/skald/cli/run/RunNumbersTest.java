package dev.skald.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.cli.project.Scenario;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunNumbersTest {
    private static final List<Scenario> SCENARIOS = List.of(scenario("good"), scenario("bad"));

    private static Scenario scenario(String name) {
        Scenario.Expected expected = new Scenario.Expected(Status.SUCCEEDED, null, null, null);
        return new Scenario(name, "order", Payload.EMPTY_OBJECT, expected);
    }

    private static ExecutionRow execution(String name, Status status) {
        String machine = "arn:aws:states:us-east-1:000000000000:stateMachine:order";
        return new ExecutionRow(
                1,
                machine,
                name,
                "arn",
                MachineType.STANDARD,
                "",
                "",
                "",
                status,
                Instant.EPOCH,
                null,
                false,
                null,
                Map.of(),
                ExecutionRow.Origin.MACHINE,
                0,
                null);
    }

    private static int current(ExecutionRow... known) {
        return new RunNumbers(SCENARIOS, List.of(known)).current();
    }

    @Test
    void shouldBeginWithOne() {
        assertThat(current()).isEqualTo(1);
        assertThat(current(execution("something-else", Status.RUNNING))).isEqualTo(1);
    }

    @Test
    void shouldGoOnWithARunThatWasCutOff() {
        assertThat(current(execution("good-3", Status.RUNNING))).isEqualTo(3);
        assertThat(current(execution("good-3", Status.SUCCEEDED))).isEqualTo(3);
        assertThat(current(execution("good-3", Status.SUCCEEDED), execution("bad-3", Status.RUNNING)))
                .isEqualTo(3);
    }

    @Test
    void shouldBeginTheNextRunAfterACompleteOne() {
        assertThat(current(execution("bad-12", Status.FAILED), execution("good-12", Status.SUCCEEDED)))
                .isEqualTo(13);
    }

    @Test
    void shouldNotTakeOtherNamesForRuns() {
        assertThat(current(execution("good-x", Status.RUNNING), execution("good-1-2", Status.RUNNING)))
                .isEqualTo(1);
    }
}
