package dev.skald.engine;

import dev.skald.core.Event;
import dev.skald.core.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history in lines that people can read and compare: what happened when, without ids, keys and payloads. */
public final class HistoryText {
    private static final int CAUSE_SHOWN_MAX = 120;

    private HistoryText() {}

    /** One line. */
    public record Line(Instant at, String text) {
        /** The line with the time since an instant before it, in seconds. */
        public String since(Instant start) {
            double seconds = Duration.between(start, at).toMillis() / 1000.0;
            return String.format(Locale.ROOT, "%+.3fs  %s", seconds, text);
        }
    }

    /** The whole history, with the time since its beginning. */
    public static List<String> of(List<Event> history) {
        if (history.isEmpty()) return List.of();
        Instant start = history.getFirst().at();
        return lines(history).stream().map(line -> line.since(start)).toList();
    }

    /** A line per event, Skald's own events included. */
    public static List<Line> lines(List<Event> history) {
        Map<Integer, String> states = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Event event : history) {
            if (event.detail() instanceof Event.StateEntered entered) states.put(event.scope(), entered.name());
            lines.add(new Line(event.at(), text(event, states.getOrDefault(event.scope(), ""))));
        }
        return lines;
    }

    private static String text(Event event, String state) {
        String type = EventType.of(event.detail());
        String about = event.detail() instanceof Event.End ? "" : about(event.detail(), state);
        return (type + (about.isEmpty() ? "" : " " + about) + failure(event.detail())).stripTrailing();
    }

    private static String about(Event.Detail detail, String state) {
        if (detail instanceof Event.MapIterationStarted iteration) return iteration.name() + " #" + iteration.index();
        return state;
    }

    private static String failure(Event.Detail detail) {
        return switch (detail) {
            case Event.End end -> failure(end.error(), end.cause());
            case Event.TaskFailed failed -> failure(failed.error(), failed.cause());
            case Event.EvaluationFailed failed -> failure(failed.error(), failed.cause());
            case Event.StepParked parked -> failure(parked.error(), parked.cause());
            case Event.CompensationStarted started -> failure(started.error(), started.cause());
            case Event.OperatorActed acted -> ": " + acted.action() + " by " + acted.who();
            default -> "";
        };
    }

    private static String failure(@Nullable String error, @Nullable String cause) {
        if (error == null) return "";
        String shown = cause == null ? "" : cause.replaceAll("\\s+", " ");
        if (shown.length() > CAUSE_SHOWN_MAX) shown = shown.substring(0, CAUSE_SHOWN_MAX) + "...";
        return ": " + error + (shown.isEmpty() ? "" : " (" + shown + ")");
    }
}
