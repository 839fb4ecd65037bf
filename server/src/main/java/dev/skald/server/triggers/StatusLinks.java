package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.server.links.LinkKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a caller asks again for an answer that took too long. Who has the URL may read the answer: nobody can make one
 * without the key.
 *
 * <pre>
 * text   = base64url(signature of the fields) base64url(fields)
 * fields = "status\n" execution "\n" route
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
     */
    record Link(String executionArn, String route) {}

    /** The path of a link. */
    String path(Link link) {
        byte[] fields = (PURPOSE + link.executionArn() + "\n" + link.route()).getBytes(UTF_8);
        byte[] signature = key.signature(fields);
        byte[] all = Arrays.copyOf(signature, SIGNATURE_BYTES + fields.length);
        System.arraycopy(fields, 0, all, SIGNATURE_BYTES, fields.length);
        return ROOT + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
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
            boolean whole = parts.length == 3 && (parts[0] + "\n").equals(PURPOSE);
            return whole ? Optional.of(new Link(parts[1], parts[2])) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
