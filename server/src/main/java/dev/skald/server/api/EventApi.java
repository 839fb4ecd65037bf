package dev.skald.server.api;

import dev.skald.asl.Payload;
import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.events.DeadLetter;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.RuleCatalogue;
import dev.skald.tasks.events.Schedule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the event buses have to do, and the events that a target did not get.
 *
 * <pre>
 * GET  /buses
 * GET  /schedules
 * GET  /dead-letters?after=NUMBER&amp;limit=N
 * GET  /dead-letters/NUMBER
 * POST /dead-letters/NUMBER/replay    {who, why, event}
 * POST /dead-letters/NUMBER/drop      {who, why}
 * </pre>
 */
final class EventApi {
    private static final String BUSES = "buses";
    private static final String SCHEDULES = "schedules";
    private static final String DEAD_LETTERS = "dead-letters";
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    /** A list has the beginnings of events that are longer, in characters. */
    private static final int EVENT_WHOLE_MAX = 4_096;

    private static final int EVENT_BEGINNING = 1_000;

    private final @Nullable EventBus bus;

    EventApi(@Nullable EventBus bus) {
        this.bus = bus;
    }

    private EventBus bus() {
        if (bus == null) throw new ServiceException("NoEventBus", "This server was started without event buses.");
        return bus;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length == 2 && path[0].equals(DEAD_LETTERS)) {
            describe(number(path[1]), out);
            return true;
        }
        if (path.length != 1) return false;
        switch (path[0]) {
            case BUSES, SCHEDULES, DEAD_LETTERS -> list(path[0], query, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 3 || !path[0].equals(DEAD_LETTERS)) return false;
        if (!path[2].equals("replay") && !path[2].equals("drop")) return false;
        long number = number(path[1]);
        if (path[2].equals("replay")) replay(number, in);
        else drop(number, in);
        out.number("number", number);
        return true;
    }

    private void replay(long number, BodyMembers in) {
        in.allow(Set.of("who", "why", "event"));
        Payload event = in.json("event");
        if (event == null) bus().replay(number, in.kept("who"), in.kept("why"));
        else bus().replayChanged(number, event, in.kept("who"), in.kept("why"));
    }

    private void drop(long number, BodyMembers in) {
        in.allow(Set.of("who", "why"));
        bus().drop(number, in.kept("who"), in.kept("why"));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("A dead letter has a number, not '" + text + "'.", noNumber);
        }
    }

    /** A server without event buses has none of these. */
    private void list(String what, QueryParameters query, JsonWriter out) {
        if (what.equals(DEAD_LETTERS)) deadLetters(query, out);
        else if (bus == null) out.list(what, _ -> {});
        else if (what.equals(BUSES)) buses(bus.catalogue(), out);
        else schedules(bus.catalogue(), out);
    }

    private static void buses(RuleCatalogue catalogue, JsonWriter out) {
        out.list(
                BUSES,
                items -> catalogue
                        .buses()
                        .forEach(bus -> items.object(item -> item.text("name", bus)
                                .text("arn", catalogue.arn(bus))
                                .list(
                                        "rules",
                                        rules -> catalogue
                                                .rules(bus)
                                                .forEach(rule -> rules.object(each -> rule(catalogue, rule, each)))))));
    }

    private static void rule(RuleCatalogue catalogue, EventRule rule, JsonWriter out) {
        out.text("name", rule.name())
                .text("arn", catalogue.arn(rule))
                .flag("enabled", rule.enabled())
                .text("description", rule.description())
                .text("pattern", rule.pattern())
                .list(
                        "targets",
                        targets -> rule.targets()
                                .forEach(target -> targets.object(
                                        each -> each.text("id", target.id()).text("arn", target.arn()))));
    }

    private static void schedules(RuleCatalogue catalogue, JsonWriter out) {
        out.list(
                SCHEDULES,
                items -> catalogue.schedules().forEach(schedule -> items.object(item -> schedule(schedule, item))));
    }

    private static void schedule(Schedule schedule, JsonWriter out) {
        out.text("name", schedule.name())
                .text("expression", schedule.expression())
                .text("zone", schedule.zone().getId())
                .flag("enabled", schedule.enabled())
                .text("description", schedule.description())
                .text("targetArn", schedule.target().arn());
    }

    private void deadLetters(QueryParameters query, JsonWriter out) {
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        long after = query.number("after", 0);
        List<DeadLetter> letters = bus == null ? List.of() : bus.deadLetters(after, limit);
        out.list("deadLetters", items -> letters.forEach(letter -> items.object(item -> item(letter, item))));
        if (letters.size() == limit) out.number("after", letters.getLast().number());
    }

    private static void item(DeadLetter letter, JsonWriter item) {
        members(letter, item);
        if (letter.event().length() <= EVENT_WHOLE_MAX) item.raw("event", letter.event());
        else item.text("eventBeginning", letter.event().substring(0, EVENT_BEGINNING));
    }

    private void describe(long number, JsonWriter out) {
        DeadLetter letter = bus().deadLetter(number);
        members(letter, out);
        out.raw("event", letter.event());
    }

    private static void members(DeadLetter letter, JsonWriter out) {
        String detailType =
                JsonReader.trusted(letter.event()).path("detail-type").asString("");
        out.number("number", letter.number())
                .text("eventId", letter.eventId())
                .text("detailType", detailType)
                .text("source", letter.source())
                .text("targetArn", letter.targetArn())
                .number("attempts", (long) letter.attempts())
                .text("error", letter.error())
                .iso("since", letter.since());
    }
}
