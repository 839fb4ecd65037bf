package dev.skald.server.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.core.TaskToken;
import dev.skald.engine.RunResult;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TaskLinksTest {
    private static final String SECRET = "0123456789abcdef-secret";
    private static final String ASK = "{'StartAt':'Ask','States':{'Ask':{'Type':'Task','TimeoutSeconds':600,"
            + "'Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'f',"
            + "'Payload':{'token.$':'$$.Task.Token','note.$':'$.note'}},'End':true}}}";

    @TempDir
    private Path folder;

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private RunningServer server;
    private String arn = "";
    private String token = "";

    @BeforeEach
    void startWaiting() throws Exception {
        Path tokenFile = Files.writeString(folder.resolve("secrets"), SECRET);
        server = RunningServer.start(
                settings -> settings.withTokenFile(tokenFile)
                        .withLinks(new ServerSettings.Links(null, folder.resolve("links.key"))),
                engine -> engine.register("f", (input, step) -> {
                    tokens.add(step.taskToken());
                    return input;
                }));
        String machine = server.skald.deploy("m", ASK.replace('\'', '"'), MachineType.STANDARD);
        arn = server.skald.start(machine, "e", Payload.ofText("{\"note\":\"<script>alert(1)</script>\"}"));
        token = tokens.poll(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode links(String more) throws Exception {
        Reply reply = server.send(server.request("/api/v1/task-links")
                .header("Authorization", "Bearer " + SECRET)
                .POST(BodyPublishers.ofString(("{'taskToken': '" + token + "'" + more + "}").replace('\'', '"')))
                .build());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String path(String verb, String more) throws Exception {
        return URI.create(links(more).path(verb).asString()).getPath();
    }

    private Reply press(String path, String form) throws Exception {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + server.server.port())
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    private RunResult result() {
        return server.skald.await(arn, Duration.ofSeconds(20));
    }

    @Test
    void shouldShowTheQuestionAndChangeNothing() throws Exception {
        String path = path("approve", "");
        for (int i = 0; i < 3; i++) {
            Reply page = server.get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text())
                    .contains(
                            "<h1>Approve?</h1>",
                            "m / e, Ask",
                            "&lt;script&gt;",
                            "<form method=\"post\">",
                            "name=\"who\"")
                    .doesNotContain("<script", token);
        }
        var headers = server.get(path).http().headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(server.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldApproveOnceAndSaySoAfterwards() throws Exception {
        String path = path("approve", "");

        Reply done = press(path, "who=Zo%C3%AB+L.&why=in+order");

        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.text()).contains("<h1>Approved</h1>");
        assertThat(result().output().text()).isEqualTo("{\"approved\":true,\"who\":\"Zoë L.\",\"why\":\"in order\"}");
        assertThat(press(path, "who=b&why=c").status()).isEqualTo(410);
        assertThat(server.get(path).status()).isEqualTo(410);
        assertThat(server.get(path).text()).contains("Answered already");
    }

    @Test
    void shouldRejectInTheNameThatIsSigned() throws Exception {
        String path = path("reject", ", 'who': 'bob@example.org'");
        assertThat(server.get(path).text()).contains("bob@example.org").doesNotContain("name=\"who\"");

        assertThat(press(path, "who=eve&why=too+much").status()).isEqualTo(200);

        assertThat(result().error()).isEqualTo("Rejected");
        assertThat(result().cause()).isEqualTo("too much");
        assertThat(server.skald.history(arn, 1, 100).toString())
                .contains("bob@example.org")
                .doesNotContain("eve");
    }

    @Test
    void shouldAskAgainWithoutAReason() throws Exception {
        Reply page = press(path("approve", ""), "who=ann&why=+");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("role=\"alert\"", "&#39;why&#39; is required");
        assertThat(press(path("approve", ""), "").status()).isEqualTo(400);
    }

    @Test
    void shouldRefuseForgeries() throws Exception {
        String path = path("approve", "");
        String link = path.substring(TaskLinks.ROOT.length());
        String reject = path("reject", "").substring(TaskLinks.ROOT.length());
        String signature = link.substring(link.indexOf('.'));
        for (String forged : new String[] {
            "",
            ".",
            "x",
            "a.b",
            link + "A",
            link.substring(0, link.length() - 4),
            reject.substring(0, reject.indexOf('.')) + signature,
            signature,
            "A".repeat(3_000),
            link.replace('.', '/')
        }) {
            assertThat(server.get(TaskLinks.ROOT + forged).status()).as(forged).isEqualTo(403);
            assertThat(press(TaskLinks.ROOT + forged, "who=a&why=b").status())
                    .as(forged)
                    .isEqualTo(403);
        }
        assertThat(server.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldRefuseWhatIsNoPressOfTheButton() throws Exception {
        String path = path("approve", "");
        Reply foreign = server.send(server.request(path)
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("who=a&why=b"))
                .build());
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(server.send(server.request(path)
                                .POST(BodyPublishers.ofString("{}"))
                                .build())
                        .status())
                .isEqualTo(415);
        assertThat(server.send(server.request(path).DELETE().build()).status()).isEqualTo(405);
        assertThat(press(path, "who=a&why=" + "x".repeat(70_000)).status()).isEqualTo(413);
        assertThat(press(path, "who=a&why=" + "x".repeat(5_000)).status()).isEqualTo(400);
        assertThat(press(path, "who=%zz").status()).isEqualTo(400);
        assertThat(server.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldNeedNoSecretForALinkButForAllElse() throws Exception {
        assertThat(server.get(path("approve", "")).status()).isEqualTo(200);
        assertThat(server.get("/api/v1/tasks").status()).isEqualTo(401);
        assertThat(server.get("/api/v1/status").status()).isEqualTo(401);
        assertThat(server.send(server.request("/api/v1/task-links")
                                .POST(BodyPublishers.ofString("{\"taskToken\": \"" + token + "\"}"))
                                .build())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldEndWithTheDeadlineOrEarlier() throws Exception {
        Instant byDefault = Instant.parse(links("").path("expiresAt").asString());
        assertThat(byDefault)
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(601));
        Instant early = Instant.parse(
                links(", 'expiresInSeconds': 60").path("expiresAt").asString());
        assertThat(early).isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(61));
        Instant late = Instant.parse(
                links(", 'expiresInSeconds': 9999").path("expiresAt").asString());
        assertThat(late).isEqualTo(byDefault);
    }

    @Test
    void shouldRefuseExpiredLinks() throws Exception {
        path("approve", "");
        String link = TaskLink.of(
                        TaskToken.parse(token).orElseThrow(),
                        TaskLink.Verb.APPROVE,
                        Instant.now().minusSeconds(1),
                        null)
                .text(new LinkKey(folder.resolve("links.key")));

        assertThat(server.get(TaskLinks.ROOT + link).status()).isEqualTo(410);
        assertThat(press(TaskLinks.ROOT + link, "who=a&why=b").text()).contains("expired");
    }

    /** The store was made anew, and its numbers begin again: a link is for the very task that it was made for. */
    @Test
    void shouldBeForNoOtherTaskOfTheSameNumber() throws Exception {
        TaskToken real = TaskToken.parse(token).orElseThrow();
        path("approve", "");
        var other = new TaskToken(real.executionId(), real.sequence(), "0".repeat(32));
        String link = TaskLink.of(other, TaskLink.Verb.APPROVE, Instant.now().plusSeconds(60), null)
                .text(new LinkKey(folder.resolve("links.key")));

        assertThat(server.get(TaskLinks.ROOT + link).status()).isEqualTo(404);
        assertThat(press(TaskLinks.ROOT + link, "who=a&why=b").status()).isEqualTo(404);
    }

    @Test
    void shouldKeepItsKeyForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("links.key");
        assertThat(file).doesNotExist();
        String path = path("approve", "");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(TaskLink.parse(path.substring(TaskLinks.ROOT.length()), new LinkKey(file)))
                .isPresent();
        assertThat(TaskLink.parse(path.substring(TaskLinks.ROOT.length()), new LinkKey(null)))
                .isEmpty();
    }

    @Test
    void shouldSayWhenItsKeyIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("none.key"), "not a key");
        assertThatThrownBy(() -> new LinkKey(file).signature(new byte[1]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.key holds no key");
    }

    @Test
    void shouldLeadToThePublicAddress() throws Exception {
        URI publicUrl = URI.create("https://skald.example.org/flows/");
        try (RunningServer other = RunningServer.start(
                settings -> settings.withLinks(new ServerSettings.Links(publicUrl, null)),
                engine -> engine.register("f", (input, step) -> {
                    tokens.add(step.taskToken());
                    return input;
                }))) {
            other.start(other.create("m", ASK.replace('\'', '"')), "e", "{\"note\": 1}");
            token = tokens.poll(20, TimeUnit.SECONDS);
            Reply reply = other.send(other.request("/api/v1/task-links")
                    .POST(BodyPublishers.ofString("{\"taskToken\": \"" + token + "\"}"))
                    .build());
            assertThat(reply.json().path("approve").asString())
                    .startsWith("https://skald.example.org/flows" + TaskLinks.ROOT);
        }
        assertThatThrownBy(() -> RunningServer.start(
                        settings -> settings.withLinks(new ServerSettings.Links(URI.create("mailto:a"), null)),
                        engine -> engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public URL");
    }
}
