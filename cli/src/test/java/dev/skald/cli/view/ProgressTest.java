package dev.skald.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.cli.view.ProgressEvent.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final StringWriter written = new StringWriter();
    private final Progress progress = new Progress(
            new Terminal(new PrintWriter(written), new PrintWriter(written), false, false), Set.of("Refund"), "");

    private void show(long id, long previousId, long millis, Kind kind, @Nullable String name) {
        progress.show(event(id, previousId, millis, kind, name, null, null, null));
    }

    private static ProgressEvent event(
            long id,
            long previousId,
            long millis,
            Kind kind,
            @Nullable String name,
            @Nullable String next,
            @Nullable String error,
            @Nullable Instant due) {
        return new ProgressEvent(id, previousId, START.plusMillis(millis), kind, name, next, error, null, due, -1);
    }

    private List<String> lines() {
        return written.toString().lines().toList();
    }

    @Test
    void shouldShowEachAttemptAndWhenTheNextOneIs() {
        show(1, 0, 0, Kind.STARTED, null);
        show(2, 0, 0, Kind.TASK_ENTERED, "Charge");
        show(3, 2, 0, Kind.ATTEMPT_STARTED, null);
        progress.show(event(4, 3, 120, Kind.ATTEMPT_FAILED, null, null, "Busy", null));
        progress.show(event(0, 4, 120, Kind.RETRY_SCHEDULED, null, null, null, START.plusMillis(1_120)));
        show(5, 4, 1_120, Kind.ATTEMPT_STARTED, null);
        show(6, 5, 1_220, Kind.OTHER, null);
        show(7, 6, 1_220, Kind.EXITED, "Charge");
        show(8, 7, 1_220, Kind.SUCCEEDED, null);

        assertThat(lines())
                .containsExactly(
                        "✗ Charge                   attempt 1   120 ms   Busy   again in 1.0 s",
                        "✓ Charge                   attempt 2   100 ms",
                        "SUCCEEDED in 1.2 s");
    }

    @Test
    void shouldShowWhereACaughtFailureGoesAndMarkTheUndo() {
        show(1, 0, 0, Kind.STARTED, null);
        show(2, 0, 0, Kind.TASK_ENTERED, "Ship");
        show(3, 2, 0, Kind.ATTEMPT_STARTED, null);
        progress.show(event(4, 3, 50, Kind.ATTEMPT_FAILED, null, null, "NoCarrier", null));
        progress.show(event(5, 4, 50, Kind.EXITED, "Ship", "Refund", null, null));
        show(6, 5, 50, Kind.TASK_ENTERED, "Refund");
        show(7, 6, 50, Kind.ATTEMPT_STARTED, null);
        show(8, 7, 80, Kind.EXITED, "Refund");
        progress.show(event(9, 8, 80, Kind.FAILED, null, null, "OrderFailed", null));

        assertThat(lines())
                .containsExactly(
                        "✗ Ship                     attempt 1   50 ms   NoCarrier   caught → Refund",
                        "↩ Refund                   attempt 1   30 ms   undo",
                        "FAILED in 80 ms   OrderFailed");
    }

    @Test
    void shouldTellIterationsApart() {
        show(1, 0, 0, Kind.STARTED, null);
        show(2, 0, 0, Kind.GROUP_ENTERED, "Each");
        show(3, 2, 0, Kind.OTHER, null);
        for (int i = 0; i < 2; i++)
            progress.show(
                    new ProgressEvent(4 + i, 3, START, Kind.ITERATION_STARTED, "Each", null, null, null, null, i));
        show(6, 5, 0, Kind.TASK_ENTERED, "Pick");
        show(7, 4, 0, Kind.TASK_ENTERED, "Pick");
        show(8, 6, 0, Kind.ATTEMPT_STARTED, null);
        show(9, 7, 0, Kind.ATTEMPT_STARTED, null);
        show(10, 8, 10, Kind.EXITED, "Pick");
        show(11, 9, 20, Kind.EXITED, "Pick");
        show(12, 11, 20, Kind.OTHER, null);
        show(13, 12, 20, Kind.EXITED, "Each");

        assertThat(lines())
                .containsExactly(
                        "✓ Pick[1]                  attempt 1   10 ms",
                        "✓ Pick[0]                  attempt 1   20 ms",
                        "✓ Each                     all done    20 ms");
    }

    @Test
    void shouldShowTheMessageOfAnErrorThatIsJson() {
        assertThat(Causes.shortened("{\"errorMessage\":\"no money\\nat all\",\"errorType\":\"X\"}", 80))
                .isEqualTo("no money");
        assertThat(Causes.shortened("{\"half\":", 80)).isEqualTo("{\"half\":");
        assertThat(Causes.shortened("a".repeat(100), 10)).isEqualTo("aaaaaaaaa…");
    }
}
