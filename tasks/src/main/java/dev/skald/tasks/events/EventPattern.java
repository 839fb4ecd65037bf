package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.ServiceException;
import software.amazon.event.ruler.RuleCompiler;
import tools.jackson.databind.JsonNode;

/** EventBridge patterns: what the ruler library makes of them. */
final class EventPattern {
    /** How long a pattern may be, in characters, as on AWS. */
    static final int LENGTH_MAX = 4_096;

    private EventPattern() {}

    /** @throws ServiceException InvalidEventPatternException */
    static void check(String pattern) {
        if (pattern.length() > LENGTH_MAX)
            throw invalid("it has " + pattern.length() + " characters; the limit is " + LENGTH_MAX);
        String problem = RuleCompiler.check(pattern);
        if (problem != null) throw invalid(problem);
    }

    private static ServiceException invalid(String reason) {
        return new ServiceException("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
    }

    /** Whether a pattern lets events of AWS's (and so of Skald's) executions pass, as far as its sources tell. */
    static boolean mayMatchStatusChanges(String pattern) {
        try {
            JsonNode sources = Json.parse(pattern).path("source");
            if (!sources.isArray()) return true;
            for (JsonNode source : sources)
                if (!source.isString() || source.stringValue().equals(StatusEvents.SOURCE)) return true;
            return false;
        } catch (MalformedJson noJson) {
            return false;
        }
    }
}
