package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** The members {@code publish} and {@code versionDescription} of CreateStateMachine and UpdateStateMachine. */
final class Versions {
    private Versions() {}

    /** @throws ServiceException ValidationException when a description is given and nothing is to be published */
    static void check(Parameters in) {
        if (!in.flag("publish", false) && in.has("versionDescription"))
            throw new ServiceException(
                    "ValidationException", "Version description can only be set when publish is true");
    }

    /** Publishes a version of the machine when the request wants it, and says which. */
    static void publish(Skald skald, String stateMachineArn, Parameters in, JsonWriter out) {
        if (!in.flag("publish", false)) return;
        var version = skald.publishVersion(stateMachineArn, null, in.text("versionDescription"));
        out.text("stateMachineVersionArn", version.arn());
    }
}
