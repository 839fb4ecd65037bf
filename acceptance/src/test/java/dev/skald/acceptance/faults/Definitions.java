package dev.skald.acceptance.faults;

/** The definitions that more than one fault needs. */
final class Definitions {
    private Definitions() {}

    /** A machine with one state, given its members without {@code End}. */
    static String single(String members) {
        return "{\"StartAt\": \"Only\", \"States\": {\"Only\": {" + members + ", \"End\": true}}}";
    }

    static String waitSeconds(long seconds) {
        return single("\"Type\": \"Wait\", \"Seconds\": " + seconds);
    }

    static String waitUntil(String timestamp) {
        return single("\"Type\": \"Wait\", \"Timestamp\": \"" + timestamp + "\"");
    }

    static String task(String resource) {
        return single("\"Type\": \"Task\", \"Resource\": \"" + resource + "\"");
    }

    static String task(String resource, String more) {
        return single("\"Type\": \"Task\", \"Resource\": \"" + resource + "\", " + more);
    }
}
