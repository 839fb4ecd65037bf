package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a definition.
 *
 * @param code AWS's code, such as {@code SCHEMA_VALIDATION_FAILED}
 * @param message AWS's text, without the location
 * @param location a JSON pointer into the definition, such as {@code /States/Pay/Resource}; null when there is none
 */
public record Problem(
        Severity severity,
        String code,
        String message,
        @Nullable String location) {
    public enum Severity {
        ERROR,
        WARNING
    }

    /**
     * As AWS prints it inside an {@code InvalidDefinition} message: {@code CODE: message at /location}; it really says
     * {@code at null} when there is no location.
     */
    @Override
    public String toString() {
        return code + ": " + message + " at " + location;
    }
}
