package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A history in lines: an event each, with the time since the start. */
public final class HistoryLines {
    private static final Set<String> COMMON = Set.of("sequence", "scope", "timestamp", "type", "id", "previousEventId");
    private static final String UNTIL = "until";
    private static final int DETAILS_SHOWN_MAX = 160;

    private HistoryLines() {}

    /** @param events as {@code /api/v1/executions/ARN/events} gives them */
    public static void print(JsonNode events, Terminal terminal) {
        Table table = new Table("ID", "PREV", "AFTER", "TYPE", "DETAILS");
        Instant start = events.isEmpty() ? null : JsonText.instant(events.get(0), "timestamp");
        for (JsonNode event : events) table.row(row(event, start));
        table.print(terminal);
    }

    private static Cell[] row(JsonNode event, @Nullable Instant start) {
        String type = JsonText.textOr(event, "type", "");
        return new Cell[] {
            Cell.of(JsonText.textOr(event, "id", "")),
            Cell.of(JsonText.textOr(event, "previousEventId", "")),
            Cell.of(after(JsonText.instant(event, "timestamp"), start)),
            new Cell(type, style(type)),
            new Cell(details(event), Style.DIM)
        };
    }

    private static String after(@Nullable Instant at, @Nullable Instant start) {
        return at == null || start == null ? "" : ShortTime.duration(Duration.between(start, at));
    }

    private static Style style(String type) {
        if (type.endsWith("Failed") || type.endsWith("TimedOut") || type.endsWith("Aborted")) return Style.RED;
        return type.endsWith("Succeeded") ? Style.GREEN : Style.PLAIN;
    }

    private static String details(JsonNode event) {
        for (String name : event.propertyNames())
            if (name.endsWith("EventDetails")) return shortened(event.get(name).toString());
        return ownDetails(event);
    }

    /** Events of Skald's own have their details beside the common members. */
    private static String ownDetails(JsonNode event) {
        return event.propertyNames().stream()
                .filter(name -> !COMMON.contains(name))
                .map(name -> name + "=" + value(event, name))
                .collect(Collectors.joining(" "));
    }

    /** The server has instants as AWS has them, in seconds since 1970. */
    private static String value(JsonNode event, String name) {
        Instant until = name.equals(UNTIL) ? JsonText.instant(event, name) : null;
        return until == null ? JsonText.textOr(event, name, "") : until.toString();
    }

    private static String shortened(String text) {
        return text.length() <= DETAILS_SHOWN_MAX ? text : text.substring(0, DETAILS_SHOWN_MAX - 1) + "…";
    }
}
