package dev.skald.asl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.StringTokenizer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The intrinsic functions that read or make strings. */
final class StringFunctions {
    /** AWS's limit on what is hashed or coded, in characters. */
    private static final int MOST_CHARS = 10_000;

    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private StringFunctions() {}

    /** Replaces each <code>{}</code> by the next argument; a backslash before a brace, quote or backslash escapes it. */
    static JsonNode format(IntrinsicArguments arguments) {
        String template = arguments.string(0);
        StringBuilder out = new StringBuilder(template.length() + 16);
        int next = 1;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\'
                    && i + 1 < template.length()
                    && IntrinsicParser.ESCAPABLE.indexOf(template.charAt(i + 1)) >= 0) {
                out.append(template.charAt(++i));
            } else if (c == '{' && i + 1 < template.length() && template.charAt(i + 1) == '}') {
                if (next >= arguments.count()) throw placeholders(arguments);
                out.append(JavaText.of(arguments.value(next++)));
                i++;
            } else {
                out.append(c);
            }
            if (out.length() > Json.MAX_CHARS) throw arguments.failure(Json.tooLarge());
        }
        if (next != arguments.count()) throw placeholders(arguments);
        return Json.text(out.toString());
    }

    private static EvaluationException placeholders(IntrinsicArguments arguments) {
        return arguments.failure("Number of arguments do not match the occurrences of {}");
    }

    /** Recorded: text that is blank gives null. */
    static JsonNode stringToJson(IntrinsicArguments arguments) {
        String text = arguments.string(0);
        if (text.isBlank()) return Json.nullNode();
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw arguments.failure("Invalid JSON provided: " + e.message());
        }
    }

    static JsonNode jsonToString(IntrinsicArguments arguments) {
        return Json.text(Json.write(Json.checked(arguments.value(0))));
    }

    /** The second argument is a set of delimiters, and empty tokens are dropped: Java's StringTokenizer, as recorded. */
    static JsonNode stringSplit(IntrinsicArguments arguments) {
        ArrayNode tokens = Json.array();
        StringTokenizer tokenizer = new StringTokenizer(arguments.string(0), arguments.string(1));
        while (tokenizer.hasMoreTokens()) tokens.add(tokenizer.nextToken());
        return tokens;
    }

    static JsonNode base64Encode(IntrinsicArguments arguments) {
        byte[] bytes = limited(arguments, arguments.string(0)).getBytes(StandardCharsets.UTF_8);
        return Json.text(Base64.getEncoder().encodeToString(bytes));
    }

    static JsonNode base64Decode(IntrinsicArguments arguments) {
        String text = limited(arguments, arguments.string(0));
        try {
            return Json.text(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw arguments.failure("Invalid Base64 provided: " + e.getMessage());
        }
    }

    static JsonNode hash(IntrinsicArguments arguments) {
        JsonNode data = arguments.value(0);
        String text = data.isString() ? data.stringValue() : Json.write(Json.checked(data));
        byte[] bytes = limited(arguments, text).getBytes(StandardCharsets.UTF_8);
        return Json.text(HexFormat.of().formatHex(digest(arguments).digest(bytes)));
    }

    private static MessageDigest digest(IntrinsicArguments arguments) {
        String algorithm = arguments.string(1);
        if (ALGORITHMS.contains(algorithm)) return digest(algorithm);
        throw arguments.failure("Unsupported hash algorithm '" + algorithm + "'. Supported: " + ALGORITHMS);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hash of a text in lower-case hex; null when the algorithm is none of those that AWS has. */
    static @Nullable String hex(String text, String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) return null;
        return HexFormat.of().formatHex(digest(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String limited(IntrinsicArguments arguments, String text) {
        if (text.length() <= MOST_CHARS) return text;
        throw arguments.failure("The input must not be longer than " + MOST_CHARS + " characters.");
    }

    /** A random UUID of version 4. */
    static JsonNode uuid(IntrinsicArguments arguments) {
        long high = arguments.entropy().nextLong() & ~0xF000L | 0x4000L;
        long low = arguments.entropy().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return Json.text(new UUID(high, low).toString());
    }
}
