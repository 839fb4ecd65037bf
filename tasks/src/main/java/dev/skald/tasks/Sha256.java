package dev.skald.tasks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which what is compiled or unpacked is found again. */
public final class Sha256 {
    private Sha256() {}

    /** A fresh one. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
