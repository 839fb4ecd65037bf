package dev.skald.deploy;

/**
 * Something in a project file that is not taken over as it stands, and what happens instead.
 *
 * @param path where: {@code stepFunctions.stateMachines.Add.metrics}
 */
public record Notice(Kind kind, String path, String message) {
    /** How the message begins about what works here, while serverless-step-functions refuses, ignores or leaves it. */
    public static final String PUBLIC_PLUGIN = "the public plugin";

    /** How much of it is lost. */
    public enum Kind {
        /** It works; something about it is odd, or is understood in a certain way. */
        WARNING,
        /** It has no effect here. */
        UNSUPPORTED
    }
}
