package dev.skald.server.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.ServiceException;
import dev.skald.server.http.Headers;
import dev.skald.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected signatures are those of AWS's published Signature Version 4 test suite. */
class SigV4Test {
    private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=%s,"
                    + " Signature=%s";
    private static final String VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private static final String POST_VANILLA = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    private static final String ORDERED_QUERY = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";

    @TempDir
    static Path folder;

    private static Secrets secrets;

    @BeforeAll
    static void secrets() throws Exception {
        Path file = Files.writeString(
                folder.resolve("tokens"),
                "# one a line\n\nanother secret that is long\nwJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n");
        secrets = Secrets.read(file);
    }

    private record MapHeaders(Map<String, List<String>> values) implements Headers {
        @Override
        public String first(String name) {
            List<String> all = all(name);
            return all.isEmpty() ? null : all.getFirst();
        }

        @Override
        public List<String> all(String name) {
            return values.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
        }

        @Override
        public List<String> names() {
            return List.copyOf(values.keySet());
        }
    }

    private static Request request(String method, String query, String authorization) {
        Headers headers = new MapHeaders(Map.of(
                "Host", List.of("example.amazonaws.com"),
                "X-Amz-Date", List.of("20150830T123600Z"),
                "Authorization", List.of(authorization)));
        return new Request(method, "/", query, headers, () -> new byte[0]);
    }

    private static void verify(Request request, String body, Instant now) {
        new SigV4(secrets, "service", InstantSource.fixed(now)).require(request, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Request request, String body, Instant now, String code) {
        assertThatThrownBy(() -> verify(request, body, now))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.code())
                                .isEqualTo(code));
    }

    @Test
    void shouldAcceptAwsOwnExamples() {
        assertThatCode(() -> {
                    verify(request("GET", null, AUTHORIZATION.formatted("host;x-amz-date", VANILLA)), "", THEN);
                    verify(request("POST", null, AUTHORIZATION.formatted("host;x-amz-date", POST_VANILLA)), "", THEN);
                    verify(
                            request(
                                    "GET",
                                    "Param2=value2&Param1=value1",
                                    AUTHORIZATION.formatted("host;x-amz-date", ORDERED_QUERY)),
                            "",
                            THEN);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAnotherMethodQueryOrBody() {
        String authorization = AUTHORIZATION.formatted("host;x-amz-date", VANILLA);

        refused(request("PUT", null, authorization), "", THEN, "InvalidSignatureException");
        refused(request("GET", "a=b", authorization), "", THEN, "InvalidSignatureException");
        refused(request("GET", null, authorization), "x", THEN, "InvalidSignatureException");
    }

    @Test
    void shouldRefuseAClockThatIsFarOff() {
        Request request = request("GET", null, AUTHORIZATION.formatted("host;x-amz-date", VANILLA));

        assertThatCode(() -> verify(request, "", THEN.plus(SigV4.SKEW_MAX))).doesNotThrowAnyException();
        refused(request, "", THEN.plus(SigV4.SKEW_MAX).plusSeconds(1), "InvalidSignatureException");
        refused(request, "", THEN.minus(SigV4.SKEW_MAX).minusSeconds(1), "InvalidSignatureException");
    }

    @Test
    void shouldWantWhatGivesTheRequestItsMeaningSigned() {
        refused(request("GET", null, AUTHORIZATION.formatted("host", VANILLA)), "", THEN, "InvalidSignatureException");
    }

    @Test
    void shouldWantTheScopeOfThisService() {
        String other = AUTHORIZATION.replace("/service/", "/s3/").formatted("host;x-amz-date", VANILLA);

        refused(request("GET", null, other), "", THEN, "InvalidSignatureException");
    }

    @Test
    void shouldRefuseHalfASignature() {
        refused(request("GET", null, "AWS4-HMAC-SHA256 Credential=a"), "", THEN, "IncompleteSignatureException");
        refused(request("GET", null, "Basic abc"), "", THEN, "IncompleteSignatureException");
    }

    @Test
    void shouldAcceptASecretAsABearerToken() {
        assertThatCode(() -> verify(request("GET", null, "Bearer another secret that is long"), "", THEN))
                .doesNotThrowAnyException();
        refused(request("GET", null, "Bearer nothing"), "", THEN, "UnrecognizedClientException");
    }

    @Test
    void shouldRefuseTokenFilesThatProtectNothing() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "# nothing\n");
        Path weak = Files.writeString(folder.resolve("weak"), "short\n");

        assertThatThrownBy(() -> Secrets.read(empty)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secrets.read(weak)).hasMessageContaining("less than 16 characters");
    }
}
