package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;

/** The ARNs of buses, rules and schedules. */
final class BusArn {
    private static final String BUS_MARK = ":event-bus/";

    private BusArn() {}

    static boolean is(String arn) {
        return arn.startsWith("arn:") && arn.contains(":events:") && arn.contains(BUS_MARK);
    }

    /** The name in an ARN, or the name that is given. */
    static String name(String nameOrArn) {
        return is(nameOrArn) ? nameOrArn.substring(nameOrArn.indexOf(BUS_MARK) + BUS_MARK.length()) : nameOrArn;
    }

    static String of(EventSpace space, String bus) {
        return prefix(space, "events") + "event-bus/" + bus;
    }

    static String ofRule(EventSpace space, String bus, String rule) {
        String path = bus.equals(EventRule.DEFAULT_BUS) ? rule : bus + "/" + rule;
        return prefix(space, "events") + "rule/" + path;
    }

    static String ofSchedule(EventSpace space, String schedule) {
        return prefix(space, "scheduler") + "schedule/default/" + schedule;
    }

    private static String prefix(EventSpace space, String service) {
        return "arn:aws:" + service + ":" + space.region() + ":" + space.accountId() + ":";
    }
}
