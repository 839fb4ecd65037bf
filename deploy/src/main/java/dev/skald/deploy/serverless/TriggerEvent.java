package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.util.Locale;
import java.util.Optional;

/** What events of functions and machines have in common. */
final class TriggerEvent {
    private TriggerEvent() {}

    /**
     * One event of a list.
     *
     * @param kind such as {@code http}
     * @param value a text or a mapping
     * @param path such as {@code functions.pay.events[0].http}
     */
    record Event(String kind, Value value, String path) {}

    /** Empty, and a problem, for what is no event. */
    static Optional<Event> of(Value item, String path, Reading reading) {
        if (item instanceof Scalar scalar && !scalar.isNull())
            return Optional.of(new Event(scalar.text(), Value.nothing(scalar.place()), path));
        if (item instanceof Mapping mapping && mapping.members().size() == 1) {
            var only = mapping.members().entrySet().iterator().next();
            return Optional.of(new Event(only.getKey(), only.getValue(), path + "." + only.getKey()));
        }
        reading.problem(item.place(), "`" + path + "` must be a mapping with one key, such as `http`");
        return Optional.empty();
    }

    /** A method as triggers have it: upper case, {@code *} being ANY. */
    static String method(String method) {
        String upper = method.strip().toUpperCase(Locale.ROOT);
        return upper.equals("*") || upper.isEmpty() ? "ANY" : upper;
    }

    /** A path with a leading slash and none at its end. */
    static String path(String path) {
        String stripped = path.strip().replaceFirst("^/+", "").replaceFirst("/+$", "");
        return "/" + stripped;
    }

    /** What authorisers there are is told: whoever reaches the port may call. */
    static void authorizer(Section event) {
        event.unsupported("callers are not authorised here: whoever reaches the port may call", "authorizer");
    }
}
