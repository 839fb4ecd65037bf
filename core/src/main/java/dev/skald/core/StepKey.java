package dev.skald.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key of one visit of a Task state, by which a participant knows a repeated call.
 *
 * <p>A hash of the execution, the path of scopes, the state and the ordinal of the visit in its scope: the same for all
 * attempts, for a repeat after a crash and for an EXPRESS execution that runs again; another for a turn of a loop or a
 * scope that is run again.
 */
final class StepKey {
    private static final int BYTES = 16;

    /** A compensation is called with the key of what it undoes and this. */
    private static final String UNDO = "~undo";

    private StepKey() {}

    static String of(Identity identity, Frame frame) {
        if (frame.undoes != 0) return frame.path.substring(1) + UNDO;
        String visit = identity.arn() + '\n' + frame.path + '\n' + frame.state + '\n' + frame.visit;
        byte[] hash = sha256().digest(visit.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
