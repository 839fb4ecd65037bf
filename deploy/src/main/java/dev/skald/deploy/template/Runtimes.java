package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runtimes of functions that Skald can start. */
public final class Runtimes {
    /** What is taken when a project does not say. */
    private static final String DEFAULT = "nodejs22.x";

    private static final Pattern KNOWN = Pattern.compile("(?:nodejs|python|java|provided).*");

    private Runtimes() {}

    /** The runtime; others than those that Skald starts are told. */
    public static String checked(@Nullable String runtime, String path, Place place, Reading reading) {
        if (runtime == null || runtime.isBlank()) {
            reading.warn(path, "there is none: " + DEFAULT + " is taken");
            return DEFAULT;
        }
        if (!KNOWN.matcher(runtime).matches())
            reading.problem(place, "Skald runs nodejs, python, java and provided, not `" + runtime + "`");
        return runtime;
    }
}
