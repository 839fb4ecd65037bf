package dev.skald.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Identity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final TaskResource FUNCTION = new TaskResource.LambdaFunction("arn:f");

    private final Metrics metrics = new Metrics();
    private long sequence;

    private static Identity execution(String machine, int n) {
        return new Identity(n, machine + ":" + n, "n" + n, "arn:" + machine, machine, MachineType.STANDARD, "role");
    }

    private void heard(Identity identity, long atMillis, Event.Detail detail) {
        sequence++;
        Instant at = Instant.ofEpochMilli(atMillis);
        metrics.committed(identity, List.of(new Event(sequence, sequence, sequence - 1, at, 0, detail)));
    }

    @Test
    void shouldTimeExecutionsAndTasksAcrossCommits() {
        Identity identity = execution("m", 1);
        heard(identity, 0, new Event.ExecutionStarted(Payload.NULL, "A", null));
        heard(identity, 1_000, new Event.TaskScheduled(FUNCTION, Payload.NULL, null, null, null, null, "k"));
        heard(identity, 3_000, new Event.TaskFailed(FUNCTION, "E", null, Effect.REPORTED));
        heard(identity, 5_000, new Event.ExecutionFailed("E", null));

        assertThat(metrics.text())
                .contains("skald_execution_time_seconds_sum{machine=\"m\"} 5.0")
                .contains("skald_task_time_seconds_sum{machine=\"m\",resource=\"arn:f\"} 2.0")
                .contains("skald_tasks_failed_total{machine=\"m\",resource=\"arn:f\"} 1.0")
                .contains("skald_executions_failed_total{machine=\"m\"} 1.0");
    }

    @Test
    void shouldCountWhatBeganBeforeTheProcessWithoutTimingIt() {
        heard(execution("m", 1), 0, new Event.ExecutionSucceeded(Payload.NULL));

        assertThat(metrics.text())
                .contains("skald_executions_succeeded_total{machine=\"m\"} 1.0")
                .contains("skald_execution_time_seconds_count{machine=\"m\"} 0");
    }

    @Test
    void shouldBoundItsLabels() {
        for (int i = 0; i < 2 * MachineMeters.MACHINES_MAX; i++)
            heard(execution("m" + i, i), 0, new Event.ExecutionStarted(Payload.NULL, "A", null));

        long machines = metrics.text()
                .lines()
                .filter(line -> line.startsWith("skald_executions_started_total"))
                .count();
        assertThat(machines).isLessThanOrEqualTo(MachineMeters.MACHINES_MAX + 1);
        assertThat(metrics.text()).contains("machine=\"(other)\"} " + MachineMeters.MACHINES_MAX + ".0");
    }

    @Test
    void shouldCountStartsThatWereRefused() {
        metrics.throttled("arn:aws:states:us-east-1:000000000000:stateMachine:busy");

        assertThat(metrics.text()).contains("skald_executions_throttled_total{machine=\"busy\"} 1.0");
    }
}
