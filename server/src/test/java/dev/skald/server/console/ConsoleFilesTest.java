package dev.skald.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/overview",
                "/map-runs/x",
                "/executions",
                "/executions/arn:aws:states:us-east-1:000000000000:execution:m:n"
            })
    void shouldAnswerEachAddressOfAPageWithTheOnePage(String address) throws Exception {
        Reply reply = server.get(address);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.http().headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(reply.http().headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(reply.http().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.http().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.text()).contains("<div id=\"app\">").doesNotContainPattern("https?://");
    }

    @Test
    void shouldHaveBrowsersKeepWhatItsNameTellsApart() throws Exception {
        Matcher script = SCRIPT.matcher(server.get("/").text());
        assertThat(script.find()).isTrue();

        Reply plain = server.get(script.group(1));
        HttpResponse<byte[]> packed = server.http.send(
                server.request(script.group(1))
                        .header("Accept-Encoding", "br, gzip;q=0.8")
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(plain.http().headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(plain.http().headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/none.js", "/assets/..%2Findex.html", "/assets/", "/nothing", "/assets/index.html"})
    void shouldAnswerNothingElse(String address) throws Exception {
        assertThat(server.get(address).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({"gzip,true", "'br, GZIP ;q=0.5',true", "'gzip;q=0',false", "'gzip; q=0.0',false", "br,false", ",false"})
    void shouldPackForThoseWhoTakeIt(String encodings, boolean packed) {
        assertThat(ConsoleFiles.takesPacked(encodings)).isEqualTo(packed);
    }

    /** The page has to be there to ask for the secret; what it shows is not. */
    @Test
    void shouldShowThePageAndNothingMoreWithoutASecret(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "a secret that is long enough\n");
        try (RunningServer locked =
                RunningServer.start(settings -> settings.withTokenFile(tokens), builder -> builder)) {
            assertThat(locked.get("/").status()).isEqualTo(200);
            assertThat(locked.get("/api/v1/executions").status()).isEqualTo(401);
            assertThat(locked.get("/api/v1/stream").status()).isEqualTo(401);
        }
    }
}
