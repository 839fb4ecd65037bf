package dev.skald.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.engine.ServiceException;
import dev.skald.server.http.Headers;
import dev.skald.server.http.Request;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies AWS Signature Version 4 in the {@code Authorization} header: over method, path, query, the signed headers and
 * the body's hash. The secret key is one of the {@link Secrets}; the access key id may be any.
 *
 * <p>See "Signature Version 4 signing process" in the AWS General Reference.
 */
public final class SigV4 {
    /** How far the client's clock may be off. */
    public static final Duration SKEW_MAX = Duration.ofMinutes(15);

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final DateTimeFormatter BASIC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SCOPE_PARTS = 5;
    private static final int SIGNED_HEADERS_MAX = 100;

    private final Secrets secrets;
    private final String service;
    private final InstantSource clock;

    /** @param service what a credential must be scoped to, such as {@code states} */
    public SigV4(Secrets secrets, String service, InstantSource clock) {
        this.secrets = secrets;
        this.service = service;
        this.clock = clock;
    }

    /**
     * Lets a request pass that is signed with a secret, or carries one as a Bearer token; any, when none is needed.
     *
     * @param body the request's whole body
     * @throws ServiceException MissingAuthenticationTokenException, IncompleteSignatureException or
     *     InvalidSignatureException
     */
    public void require(Request request, byte[] body) {
        if (!secrets.needed()) return;
        String authorization = request.header("Authorization");
        if (authorization == null) throw missingToken();
        if (!Secrets.bearer(authorization)) verify(request, body, authorization);
        else if (!secrets.admit(authorization)) throw unknownToken();
    }

    private void verify(Request request, byte[] body, String authorization) {
        Signature signature = Signature.parse(authorization);
        String time = required(request.headers(), "X-Amz-Date");
        checkScope(signature, time);
        checkSigned(request.headers(), signature.signedHeaders());
        String toSign = ALGORITHM + "\n" + time + "\n" + signature.scope() + "\n"
                + hash(canonical(request, signature.signedHeaders(), hash(body)).getBytes(UTF_8));
        byte[] given = signature.value().getBytes(UTF_8);
        if (!secrets.anyMatches(
                secret -> MessageDigest.isEqual(sign(secret, signature, toSign).getBytes(UTF_8), given)))
            throw invalid(
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private void checkScope(Signature signature, String time) {
        if (!signature.service().equals(service))
            throw invalid("Credential should be scoped to correct service: '" + service + "'.");
        if (!time.startsWith(signature.date()))
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + signature.date() + "' != '" + time + "'.");
        Duration skew = Duration.between(instant(time), clock.instant()).abs();
        if (skew.compareTo(SKEW_MAX) > 0) throw invalid("Signature expired or not yet current: " + time);
    }

    private static Instant instant(String time) {
        try {
            return Instant.from(BASIC_TIME.parse(time));
        } catch (DateTimeParseException notBasic) {
            throw incomplete("Date must be in ISO-8601 'basic format'. Got '" + time + "'.");
        }
    }

    /** Whoever forwards a signed request must not be able to give it another meaning: what gives it one is signed. */
    private static void checkSigned(Headers headers, List<String> signed) {
        for (String name : List.of("host", "x-amz-date", "x-amz-target")) {
            if (headers.first(name) != null && !signed.contains(name))
                throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    private static String canonical(Request request, List<String> signedHeaders, String bodyHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(PercentEncoding.path(request.path())).append('\n');
        text.append(PercentEncoding.query(request.query())).append('\n');
        for (String name : signedHeaders) {
            text.append(name)
                    .append(':')
                    .append(canonicalValue(request.headers(), name))
                    .append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n');
        return text.append(bodyHash).toString();
    }

    private static String canonicalValue(Headers headers, String name) {
        List<String> values = new ArrayList<>();
        for (String value : headers.all(name)) values.add(collapsed(value.strip()));
        return String.join(",", values);
    }

    private static String collapsed(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != ' ' || value.charAt(i - 1) != ' ') text.append(value.charAt(i));
        }
        return text.toString();
    }

    private static String sign(String secret, Signature signature, String toSign) {
        byte[] key = hmac(("AWS4" + secret).getBytes(UTF_8), signature.date());
        key = hmac(key, signature.region());
        key = hmac(key, signature.service());
        key = hmac(key, TERMINATOR);
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String required(Headers headers, String name) {
        String value = headers.first(name);
        if (value == null)
            throw incomplete("Authorization header requires existence of either a '" + name + "' header.");
        return value;
    }

    private static ServiceException missingToken() {
        return new ServiceException("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    private static ServiceException unknownToken() {
        return new ServiceException(
                "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    private static ServiceException incomplete(String message) {
        return new ServiceException("IncompleteSignatureException", message);
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("InvalidSignatureException", message);
    }

    /** What the {@code Authorization} header says. */
    private record Signature(String date, String region, String service, List<String> signedHeaders, String value) {

        static Signature parse(String authorization) {
            if (!authorization.startsWith(ALGORITHM + " "))
                throw incomplete(
                        "Unsupported AWS 'algorithm': '" + authorization.split(" ", 2)[0] + "'.");
            String fields = authorization.substring(ALGORITHM.length());
            String[] scope = field(fields, "Credential").split("/", -1);
            if (scope.length != SCOPE_PARTS || !scope[SCOPE_PARTS - 1].equals(TERMINATOR))
                throw incomplete("Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term.");
            List<String> signed = List.of(field(fields, "SignedHeaders").split(";", SIGNED_HEADERS_MAX));
            return new Signature(scope[1], scope[2], scope[3], signed, field(fields, "Signature"));
        }

        private static String field(String fields, String name) {
            for (String field : fields.split(",", SCOPE_PARTS)) {
                String text = field.strip();
                if (text.startsWith(name + "=")) return text.substring(name.length() + 1);
            }
            throw incomplete("Authorization header requires '" + name + "' parameter.");
        }

        String scope() {
            return date + "/" + region + "/" + service + "/" + TERMINATOR;
        }
    }
}
