package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a trip, with its participants in a process of their own. */
class TripTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("skald.root", ".."), "examples", "trip");

    @TempDir
    private Path folder;

    private Process participants;
    private String endpoint = "";

    @BeforeEach
    void startTheParticipants() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        participants = new ProcessBuilder(
                        java, EXAMPLE.resolve("Participants.java").toString(), "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = participants.inputReader();
        String listening = out.readLine();
        assertThat(listening).contains("http://");
        endpoint = listening.substring(listening.indexOf("http://"));
    }

    @AfterEach
    void stopTheParticipants() {
        participants.destroy();
    }

    @Test
    void shouldHaveNoFindings() throws Exception {
        String definition = Files.readString(EXAMPLE.resolve("trip.asl.yaml"));

        assertThat(Asl.lint(definition, MachineType.STANDARD)).isEmpty();
    }

    @Test
    void shouldBookOrCancelAll() throws Exception {
        CommandLineRun skald = new CommandLineRun(folder);

        int exit = skald.run(
                "run",
                EXAMPLE.toString(),
                "--store",
                folder.resolve("skald.db").toString(),
                "--lambda-endpoint",
                endpoint);

        assertThat(exit).as(skald.err() + skald.out()).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .containsSubsequence(
                        "no-room-1",
                        "Compensate Book flight",
                        "late-1",
                        "Compensate Book transfer",
                        "Compensate Book hotel",
                        "Compensate Book flight");
        assertThat(books().lines())
                .contains("flight of booked-1: booked", "hotel of booked-1: booked", "transfer of booked-1: booked")
                .contains("flight of no-room-1: cancelled", "transfer of late-1: cancelled")
                .doesNotContain(
                        "flight of no-room-1: booked", "flight of late-1: booked", "transfer of late-1: booked");
    }

    private String books() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(endpoint + "/books"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
