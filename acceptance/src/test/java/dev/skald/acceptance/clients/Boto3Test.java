package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** boto3 drives the server. */
class Boto3Test {
    private static final Duration TIME_MAX = Duration.ofMinutes(4);

    @Test
    void shouldDriveTheServer() throws Exception {
        Optional<String> python = python();
        assumeThat(python).as("boto3 is installed for a python3").isPresent();
        String script = ClientProgram.SCRIPTS.resolve("boto3_client.py").toString();
        try (ClientServer server = ClientServer.start()) {
            assertThat(ClientProgram.of(TIME_MAX, python.orElseThrow(), script).serve(server))
                    .contains("boto3: ok");
        }
    }

    /** A Python that has boto3; that of the distribution need not be the first one in the path. */
    private static Optional<String> python() throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3"))
            if (ClientProgram.works(python, "-c", "import boto3")) return Optional.of(python);
        return Optional.empty();
    }
}
