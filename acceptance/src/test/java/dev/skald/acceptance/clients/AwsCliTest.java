package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The AWS command line drives the server. */
class AwsCliTest {
    private static final Duration TIME_MAX = Duration.ofMinutes(6);

    @Test
    void shouldDriveTheServer() throws Exception {
        assumeThat(ClientProgram.works("aws", "--version"))
                .as("the AWS CLI is installed")
                .isTrue();
        String script = ClientProgram.SCRIPTS.resolve("aws_cli.sh").toString();
        try (ClientServer server = ClientServer.start()) {
            assertThat(ClientProgram.of(TIME_MAX, "bash", script).serve(server)).contains("aws: ok");
        }
    }
}
