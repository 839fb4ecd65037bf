package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.Settings;
import dev.skald.engine.Skald;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Fault 21: a function that never answers keeps its own callers waiting and nobody else's. */
class PoisonTaskTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int POISONED = 50;
    private static final int FUNCTION_CONCURRENCY = 4;

    @Test
    void shouldNotBlockOtherFunctions() {
        Settings d = Settings.DEFAULTS;
        var settings = new Settings(
                d.accountId(),
                d.region(),
                d.limits(),
                FUNCTION_CONCURRENCY,
                d.openExecutionsMax(),
                d.restAfter(),
                d.retention(),
                d.keepExpressHistory());
        var never = new CountDownLatch(1);
        try (Skald skald = Skald.inMemory()
                .settings(settings)
                .register("poison", (input, step) -> {
                    never.await();
                    return Payload.NULL;
                })
                .register("well", (input, step) -> Payload.ofText("\"well\""))
                .open()) {
            String poison = skald.deploy("poison", Definitions.task(World.FUNCTION + "poison"), MachineType.STANDARD);
            for (int i = 0; i < POISONED; i++) skald.start(poison, null, Payload.EMPTY_OBJECT);
            String well = skald.deploy("well", Definitions.task(World.FUNCTION + "well"), MachineType.STANDARD);
            for (int i = 0; i < POISONED; i++) {
                String arn = skald.start(well, null, Payload.EMPTY_OBJECT);
                assertThat(skald.await(arn, SOON).status()).isEqualTo(Status.SUCCEEDED);
            }
            assertThat(skald.statistics().tasksRunning()).isEqualTo(FUNCTION_CONCURRENCY);
            assertThat(skald.statistics().tasksWaiting()).isEqualTo(POISONED - FUNCTION_CONCURRENCY);
        }
    }
}
