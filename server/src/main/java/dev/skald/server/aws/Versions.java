package dev.skald.server.aws;

import dev.skald.engine.ServiceException;

/** Versions of state machines, which Skald does not have yet: whoever asks for one must not believe to have got it. */
final class Versions {
    private Versions() {}

    /** @throws ServiceException ValidationException when a request asks for a version */
    static void requireNone(Parameters in) {
        boolean publish = in.flag("publish", false);
        if (!publish && in.has("versionDescription"))
            throw new ServiceException(
                    "ValidationException", "Version description can only be set when publish is true");
        if (publish)
            throw new ServiceException("ValidationException", "Skald does not publish versions of state machines yet.");
    }
}
