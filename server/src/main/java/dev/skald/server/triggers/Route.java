package dev.skald.server.triggers;

import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trigger, ready to be called. */
record Route(
        HttpTrigger trigger, PathPattern path, @Nullable CrossOrigin cors, Integration integration) {
    static final String ANY = "ANY";

    static Route of(HttpTrigger trigger, Integration integration) {
        Cors cors = trigger.cors();
        return new Route(
                trigger, PathPattern.parse(trigger.path()), cors == null ? null : new CrossOrigin(cors), integration);
    }

    String method() {
        return method(trigger);
    }

    private static String method(HttpTrigger trigger) {
        return trigger.method().toUpperCase(Locale.ROOT);
    }

    Flavour flavour() {
        return trigger.flavour();
    }

    /** What tells it apart from all others. */
    String id() {
        return id(trigger);
    }

    static String id(HttpTrigger trigger) {
        return method(trigger) + " " + trigger.path();
    }
}
