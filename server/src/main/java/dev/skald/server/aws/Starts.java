package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Starts executions, and counts the starts that a limit refuses. */
final class Starts {
    private final Skald skald;
    private final Metrics metrics;

    Starts(Skald skald, Metrics metrics) {
        this.skald = skald;
        this.metrics = metrics;
    }

    ExecutionRow start(String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        try {
            return skald.startExecution(stateMachineArn, name, input, traceHeader);
        } catch (ServiceException refused) {
            throw counted(stateMachineArn, refused);
        }
    }

    RunResult startSync(String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        try {
            return skald.startSyncExecution(stateMachineArn, name, input, traceHeader);
        } catch (ServiceException refused) {
            throw counted(stateMachineArn, refused);
        }
    }

    private ServiceException counted(String stateMachineArn, ServiceException refused) {
        boolean throttled = refused.code().equals("ExecutionLimitExceeded")
                || refused.code().equals("ThrottlingException");
        if (throttled) metrics.throttled(stateMachineArn);
        return refused;
    }
}
