package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult;
import org.junit.jupiter.api.Test;

class EventInvocationsTest {
    @Test
    void shouldLogOnlyTheBeginningOfAnError() {
        String payload = "{\"errorMessage\":\"" + "x".repeat(6_000_000) + "\"}";

        String shown = EventInvocations.shown(new FunctionResult.Raised("Full", payload, Effect.REPORTED));

        assertThat(shown)
                .startsWith("Full: {\"errorMessage\":\"x")
                .endsWith("x...")
                .hasSize(203);
        assertThat(EventInvocations.shown(new FunctionResult.NotSent("No connection")))
                .isEqualTo("No connection");
    }
}
