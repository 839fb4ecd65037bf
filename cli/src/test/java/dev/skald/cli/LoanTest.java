package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.cli.view.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example of a loan: by itself, and by hand with a signed link. */
class LoanTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("skald.root", ".."), "examples", "loan");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNoFindings() throws Exception {
        String definition = Files.readString(EXAMPLE.resolve("loan.asl.yaml"));

        assertThat(Asl.lint(definition, MachineType.STANDARD)).isEmpty();
    }

    @Test
    void shouldLendRefuseAndGiveTheMoneyBack() {
        CommandLineRun skald = new CommandLineRun(folder);
        String store = folder.resolve("skald.db").toString();

        int exit = skald.run("run", EXAMPLE.toString(), "--store", store);

        assertThat(exit).as(skald.err() + skald.out()).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .containsSubsequence(
                        "small-1",
                        "Disburse",
                        "approved-1",
                        "rejected-1",
                        "Compensate Set aside",
                        "risky-1",
                        "Compensate Set aside",
                        "forgotten-1",
                        "Compensate Set aside",
                        "The book balances");
        assertThat(skald.run("list", "--store", store, "--attribute", "application=A-3"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("loan/rejected-1", "KnownFailure").doesNotContain("small-1");
    }

    @Test
    void shouldBeApprovedByTheLinkInTheMail() throws Exception {
        try (Assembly.Serving serving = serve();
                HttpClient http = HttpClient.newHttpClient()) {
            String server = "http://127.0.0.1:" + serving.server().port();
            CommandLineRun skald = new CommandLineRun(folder).with("SKALD_ENDPOINT", server);
            String input = "{\"application\": \"A-4711\", \"customer\": \"ann\", \"amount\": 25000, \"server\": \""
                    + server + "\"}";
            assertThat(skald.run("start", "loan", "--name", "house", "--input", input))
                    .isEqualTo(ExitCode.OK);
            String bureau = task(skald, "Credit history");
            assertThat(skald.run("task", "approve", bureau, "--output", "{\"score\": 700}", "--why", "file 17"))
                    .as(skald.err())
                    .isEqualTo(ExitCode.OK);
            task(skald, "Approve");

            String mail = Files.readString(folder.resolve(".skald/mail/house.txt"));
            URI link = URI.create(mail.lines()
                    .filter(line -> line.startsWith("Approve: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Approve: ".length()));
            assertThat(http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString())
                            .body())
                    .contains("<h1>Approve?</h1>", "A-4711", "credit officer");
            HttpResponse<String> done = http.send(
                    HttpRequest.newBuilder(link)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("why=a+house"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            JsonNode loan = waitFor(
                    () -> describe(skald),
                    each -> each.path("status").asString().equals("SUCCEEDED"));
            assertThat(loan.path("output").path("disbursed").asLong()).isEqualTo(25_000);
            assertThat(loan.path("output").path("approval").path("who").asString())
                    .isEqualTo("credit officer");
        }
    }

    private Assembly.Serving serve() throws Exception {
        Terminal terminal =
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
        Project project = Project.read(EXAMPLE);
        SettingValues settings = new SettingValues(Map.of(Setting.PORT, "0"), Map.of(), project.settings());
        return new Assembly(project, settings, new Surroundings(terminal, Map.of(), folder))
                .serve(null, false, Facilities.Functions.SERVED);
    }

    /** The handle of the task that waits in a state. */
    private static String task(CommandLineRun skald, String state) {
        JsonNode task = waitFor(
                () -> {
                    skald.run("task", "list", "--json");
                    return JsonMapper.shared()
                            .readTree(skald.out())
                            .path("tasks")
                            .path(0);
                },
                each -> each.path("state").asString("").equals(state));
        return task.path("task").asString();
    }

    private static JsonNode describe(CommandLineRun skald) {
        skald.run("describe", "loan/house", "--json");
        return JsonMapper.shared().readTree(skald.out());
    }

    private static JsonNode waitFor(Supplier<JsonNode> look, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode last = look.get();
        while (!wanted.test(last) && System.nanoTime() < end) last = look.get();
        assertThat(wanted.test(last)).as(last.toString()).isTrue();
        return last;
    }
}
