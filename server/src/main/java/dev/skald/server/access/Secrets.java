package dev.skald.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of the token file: one a line, blank lines and lines with a leading {@code #} aside. Without a token file
 * there are none, and then everyone may ask.
 */
public final class Secrets {
    /** So many secrets at most: each is tried with each signature. */
    public static final int SECRETS_MAX = 1_000;

    /** A shorter secret could be guessed. */
    public static final int SECRET_LENGTH_MIN = 16;

    /** No secrets: everyone may ask. */
    public static final Secrets NONE = new Secrets(List.of());

    private static final String BEARER = "Bearer ";

    private final List<String> secrets;

    private Secrets(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Reads a token file.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it holds no secret, too many, or one that is too short
     */
    public static Secrets read(Path file) throws IOException {
        List<String> secrets = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String secret = line.strip();
            if (!secret.isEmpty() && !secret.startsWith("#")) secrets.add(secret);
        }
        check(file, secrets);
        return new Secrets(secrets);
    }

    private static void check(Path file, List<String> secrets) {
        if (secrets.isEmpty()) throw new IllegalArgumentException("the token file " + file + " holds no secret");
        if (secrets.size() > SECRETS_MAX)
            throw new IllegalArgumentException(
                    "the token file " + file + " holds more than " + SECRETS_MAX + " secrets");
        for (String secret : secrets) {
            if (secret.length() < SECRET_LENGTH_MIN)
                throw new IllegalArgumentException(
                        "the token file " + file + " holds a secret of less than " + SECRET_LENGTH_MIN + " characters");
        }
    }

    /** Whether a request needs a secret. */
    public boolean needed() {
        return !secrets.isEmpty();
    }

    /** Whether an {@code Authorization} header carries one of the secrets as a Bearer token, or none is needed. */
    public boolean admit(@Nullable String authorization) {
        if (!needed()) return true;
        if (authorization == null || !bearer(authorization)) return false;
        byte[] given = bytes(authorization.substring(BEARER.length()).strip());
        return anyMatches(secret -> MessageDigest.isEqual(bytes(secret), given));
    }

    /** Whether an {@code Authorization} header is of the Bearer scheme. */
    static boolean bearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** Tries every secret, also after one has matched, so that the time it takes does not tell which. */
    boolean anyMatches(Predicate<String> test) {
        boolean matched = false;
        for (String secret : secrets) matched |= test.test(secret);
        return matched;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
