package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.cli.view.Terminal;
import dev.skald.engine.VirtualTime;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualServerTest {
    private static final String WAIT =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":3600,\"End\":true}}}";

    @TempDir
    private Path folder;

    @Test
    void shouldPassTimeOnAStoreInMemory() throws Exception {
        SettingValues settings = new SettingValues(Map.of(Setting.PORT, "0"), Map.of(), Map.of());
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings surroundings = new Surroundings(new Terminal(nowhere, nowhere, false, false), Map.of(), folder);
        Assembly assembly = new Assembly(Project.none(folder), settings, surroundings);
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        try (Assembly.Serving serving = assembly.serve(time, true, Facilities.Functions.SERVED);
                HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + serving.server().port() + "/api/v1/time");
            HttpRequest pass = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"by\": \"P31D\"}"))
                    .build();
            assertThat(http.send(pass, BodyHandlers.ofString()).body()).contains("\"now\":\"2026-02-01T00:00:00Z\"");

            serving.running().skald().deploy("a", WAIT, MachineType.STANDARD);
            CommandLineRun skald = new CommandLineRun(folder)
                    .with(
                            "SKALD_ENDPOINT",
                            "http://127.0.0.1:" + serving.server().port());
            assertThat(skald.run("start", "a", "--name", "one")).as(skald::err).isEqualTo(ExitCode.OK);
            assertThat(skald.run("describe", "a/one")).isEqualTo(ExitCode.OK);
            assertThat(skald.out()).contains("now (2026-02-01T00:00:00Z)").contains("goes on in 60 min");
        }
        assertThat(folder.resolve(".skald")).doesNotExist();
    }

    @Test
    void shouldSayWhenTimeCannotBeginThen() {
        CommandLineRun skald = new CommandLineRun(folder);

        assertThat(skald.run("server", "--port", "0", "--virtual-time", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err())
                .contains("--virtual-time begins at an instant such as 2026-01-31T12:00:00Z, not `soon`");
    }
}
