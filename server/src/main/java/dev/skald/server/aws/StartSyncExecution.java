package dev.skald.server.aws;

import dev.skald.engine.RunResult;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;

/** StartSyncExecution: runs an EXPRESS machine and answers when it has ended; also for a failure, with status 200. */
final class StartSyncExecution implements Action {
    private static final long BILLED_MEMORY_MIB = 64;
    private static final long BILLED_MILLIS_STEP = 100;

    private final Starts starts;

    StartSyncExecution(Starts starts) {
        this.starts = starts;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String stateMachineArn = in.required("stateMachineArn");
        RunResult result = starts.startSync(stateMachineArn, in.text("name"), Input.of(in), in.traceHeader());
        Instant stoppedAt = result.stoppedAt();
        Instant end = stoppedAt == null ? result.startedAt() : stoppedAt;
        out.text("executionArn", result.executionArn())
                .text("stateMachineArn", withoutTestCase(stateMachineArn))
                .text("name", result.name())
                .time("startDate", result.startedAt())
                .time("stopDate", end)
                .text("status", result.status().name());
        ExecutionData.write(result, IncludedData.of(in), out);
        out.text("traceHeader", in.traceHeader())
                .object("billingDetails", billing -> billing(Duration.between(result.startedAt(), end), billing));
    }

    /** As Step Functions Local, a start may name a test case: {@code ARN#TEST_CASE}. */
    private static String withoutTestCase(String stateMachineArn) {
        int mark = stateMachineArn.indexOf('#');
        return mark < 0 ? stateMachineArn : stateMachineArn.substring(0, mark);
    }

    private static void billing(Duration took, JsonWriter billing) {
        long steps = Math.max(1, Math.ceilDiv(took.toMillis(), BILLED_MILLIS_STEP));
        billing.number("billedMemoryUsedInMB", BILLED_MEMORY_MIB)
                .number("billedDurationInMilliseconds", steps * BILLED_MILLIS_STEP);
    }
}
