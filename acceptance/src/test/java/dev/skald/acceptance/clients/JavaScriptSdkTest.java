package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The AWS SDK for JavaScript v3 drives the server. */
class JavaScriptSdkTest {
    private static final Duration TIME_MAX = Duration.ofMinutes(4);

    @Test
    void shouldDriveTheServer() throws Exception {
        Path script = NodeProject.installed("javascript").resolve("client.mjs");
        try (ClientServer server = ClientServer.start()) {
            assertThat(ClientProgram.of(TIME_MAX, "node", script.toString()).serve(server))
                    .contains("javascript: ok");
        }
    }
}
