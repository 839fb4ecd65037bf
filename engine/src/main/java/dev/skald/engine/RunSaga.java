package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.SagaResult;
import dev.skald.engine.store.ExecutionRow;
import java.time.Duration;
import java.util.List;

/** Starts sagas that are written in Java, and waits for their ends. The name of a run is its idempotency key. */
final class RunSaga {
    private final Engine engine;
    private final List<Saga<?>> registered;

    RunSaga(Engine engine, List<Saga<?>> registered) {
        this.engine = engine;
        this.registered = List.copyOf(registered);
    }

    /** Starts a run, or finds the one that was started with that name and input. Returns its ARN. */
    <I> String start(Saga<I> saga, String name, I input) {
        if (!registered.contains(saga))
            throw new IllegalArgumentException("The saga '" + saga.name() + "' is not registered with this engine");
        String machineArn = engine.machines.arn(saga.name());
        Payload payload = saga.payload(input);
        try {
            return engine.start.start(machineArn, name, payload, null).arn();
        } catch (ServiceException refused) {
            if (refused.code().equals(StartExecution.ALREADY_EXISTS) && isSame(machineArn, name, payload))
                return Arns.execution(machineArn, name);
            throw refused;
        }
    }

    /** Whether a run of that name, which has ended, had that input. */
    private boolean isSame(String machineArn, String name, Payload input) {
        ExecutionRow row = engine.stored.require(Arns.execution(machineArn, name));
        return row.inputHash().equals(Definitions.hash(input.text()));
    }

    <I> SagaResult run(Saga<I> saga, String name, I input, Duration atMost) {
        return new SagaResult(engine.await.await(start(saga, name, input), atMost));
    }
}
