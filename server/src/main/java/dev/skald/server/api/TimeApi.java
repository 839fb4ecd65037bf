package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualTime;
import dev.skald.engine.VirtualTime.Passed;
import dev.skald.server.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine's time, and letting it pass where it is virtual.
 *
 * <pre>
 * GET  /time
 * POST /time    {by: DURATION} or {to: INSTANT} or {to: "next"}, and patience
 * </pre>
 *
 * <p>{@code next} is the next instant that an execution waits for. {@code patience} is how long, in real time, each call of a
 * task is waited for before time passes it by.
 */
final class TimeApi {
    /** Beside every answer: the engine's time, and {@code ; virtual} where it does not pass by itself. */
    static final String HEADER = "Skald-Time";

    private static final String NEXT = "next";
    private static final Set<String> MEMBERS = Set.of("to", "by", "patience");
    private static final Duration PATIENCE_MAX = Duration.ofMinutes(1);

    private final Skald skald;
    private final @Nullable VirtualTime time;

    TimeApi(Skald skald, @Nullable VirtualTime time) {
        this.skald = skald;
        this.time = time;
    }

    String header() {
        return skald.insight().now() + (time == null ? "" : "; virtual");
    }

    private static boolean isTime(String[] path) {
        return path.length == 1 && path[0].equals("time");
    }

    /** Answers, unless it is another path. */
    boolean route(String[] path, JsonWriter out) {
        if (!isTime(path)) return false;
        out.flag("virtual", time != null);
        tell(skald.insight().now(), out);
        return true;
    }

    private void tell(Instant now, JsonWriter out) {
        out.iso("now", now).iso(NEXT, skald.nextTimer().orElse(null));
    }

    /** Lets time pass, unless it is another path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) throws InterruptedException {
        if (!isTime(path)) return false;
        in.allow(MEMBERS);
        if (time == null)
            throw new ServiceException(
                    "TimeIsReal",
                    "The time of this server is real and passes by itself. Start it with --virtual-time to let it pass.");
        Passed passed = pass(time, in);
        tell(passed.now(), out);
        out.flag("arrived", passed.arrived()).flag("settled", passed.settled());
        return true;
    }

    private Passed pass(VirtualTime virtual, BodyMembers in) throws InterruptedException {
        String to = in.text("to");
        Duration by = duration(in, "by");
        Duration given = duration(in, "patience");
        Duration patience = given == null ? VirtualTime.PATIENCE : given;
        if (patience.compareTo(PATIENCE_MAX) > 0)
            throw new IllegalArgumentException("'patience' is at most " + PATIENCE_MAX + ".");
        if ((to == null) == (by == null))
            throw new IllegalArgumentException("Either 'by' (a duration) or 'to' (an instant, or \"next\") is needed.");
        if (by != null) return virtual.pass(by, patience);
        if (NEXT.equals(to)) return virtual.passToNext(skald, patience);
        Instant target = in.instant("to");
        if (target == null) throw new IllegalArgumentException("'to' is missing.");
        return virtual.passTo(target, patience);
    }

    private static @Nullable Duration duration(BodyMembers in, String name) {
        String text = in.text(name);
        if (text == null) return null;
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) return duration;
        } catch (DateTimeException | ArithmeticException malformed) {
            throw noDuration(name, text);
        }
        throw noDuration(name, text);
    }

    private static IllegalArgumentException noDuration(String name, String text) {
        return new IllegalArgumentException(
                "'" + name + "' must be a duration such as P30D or PT1H30M, not '" + text + "'.");
    }
}
