package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.server.links.LinkKey;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a caller asks again for an answer that took too long. Who has the URL may read the answer: nobody can make one
 * without the key.
 *
 * <pre>
 * text   = base64url(signature of the fields) base64url(fields)
 * fields = "status\n" execution "\n" route "\n" path parameters, as a form
 * </pre>
 */
final class StatusLinks {
    /** Below this path no trigger is reached. */
    static final String ROOT = "/.skald/runs/";

    private static final String PURPOSE = "status\n";
    private static final int SIGNATURE_BYTES = 32;
    private static final int TEXT_LENGTH_MAX = 4_000;

    private final LinkKey key;

    StatusLinks(LinkKey key) {
        this.key = key;
    }

    /**
     * What a link leads to.
     *
     * @param route the trigger by whose mapping the answer is made, see {@link Route#id()}
     * @param pathParameters those of the request, for that mapping
     */
    record Link(String executionArn, String route, Map<String, String> pathParameters) {}

    /** The path of a link. Path parameters that would make it too long are left out. */
    String path(Link link) {
        String whole = text(link);
        return whole.length() <= TEXT_LENGTH_MAX
                ? ROOT + whole
                : ROOT + text(new Link(link.executionArn(), link.route(), Map.of()));
    }

    private String text(Link link) {
        byte[] fields = (PURPOSE + link.executionArn() + "\n" + link.route() + "\n" + form(link.pathParameters()))
                .getBytes(UTF_8);
        byte[] signature = key.signature(fields);
        byte[] all = Arrays.copyOf(signature, SIGNATURE_BYTES + fields.length);
        System.arraycopy(fields, 0, all, SIGNATURE_BYTES, fields.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> URLEncoder.encode(each.getKey(), UTF_8) + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What came back; empty when it was not made here. */
    Optional<Link> read(String path) {
        String text = path.substring(ROOT.length());
        if (text.length() > TEXT_LENGTH_MAX) return Optional.empty();
        try {
            return read(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private Optional<Link> read(byte[] all) {
        if (all.length <= SIGNATURE_BYTES) return Optional.empty();
        byte[] fields = Arrays.copyOfRange(all, SIGNATURE_BYTES, all.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(all, SIGNATURE_BYTES), key.signature(fields))) return Optional.empty();
        try {
            String[] parts = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(fields))
                    .toString()
                    .split("\n", -1);
            boolean whole = parts.length == 4 && (parts[0] + "\n").equals(PURPOSE);
            return whole
                    ? Optional.of(
                            new Link(parts[1], parts[2], Query.parse(parts[3]).last()))
                    : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
