package dev.skald.tasks.mock;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.TaskMocks.TestCase;
import dev.skald.tasks.mock.MockedResponses.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a mock configuration, and says what is wrong with one that is none. */
final class MockFile {
    private static final String MACHINES = "StateMachines";
    private static final String CASES = "TestCases";
    private static final String RESPONSES = "MockedResponses";
    private static final Pattern ATTEMPTS = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

    private final String file;
    private final Map<String, MockedResponses> responses = new HashMap<>();
    private final Map<TestCase, Map<String, MockedResponses>> cases = new HashMap<>();

    private MockFile(String file) {
        this.file = file;
    }

    static Map<TestCase, Map<String, MockedResponses>> read(String file, String text) {
        var reading = new MockFile(file);
        reading.readAll(text);
        return Map.copyOf(reading.cases);
    }

    /** @param responses of each state, under its own name */
    static Map<TestCase, Map<String, MockedResponses>> read(TestCase testCase, ObjectNode responses) {
        var reading = new MockFile(RESPONSES);
        for (Map.Entry<String, JsonNode> state : responses.properties())
            reading.readResponses(state.getKey(), state.getKey(), state.getValue());
        return Map.of(testCase, Map.copyOf(reading.responses));
    }

    private void readAll(String text) {
        ObjectNode all = object(json(text), "");
        refuseOthers(all, "", Set.of(MACHINES, RESPONSES));
        members(all, RESPONSES, "").forEach((name, given) -> readResponses(RESPONSES + "." + name, name, given));
        members(all, MACHINES, "").forEach(this::readMachine);
    }

    private JsonNode json(String text) {
        try {
            return Payload.parse(text).node();
        } catch (MalformedJson malformed) {
            throw new IllegalArgumentException(file + " is not JSON: " + malformed.message());
        }
    }

    // Responses.

    private void readResponses(String place, String name, JsonNode given) {
        var ranges = new ArrayList<Range>();
        for (Map.Entry<String, JsonNode> each : object(given, place).properties())
            ranges.add(range(place, each.getKey(), each.getValue()));
        ranges.sort(Comparator.comparingInt(Range::first));
        requireNoGaps(place, ranges);
        responses.put(name, new MockedResponses(name, ranges));
    }

    private Range range(String place, String attempts, JsonNode given) {
        Matcher matcher = ATTEMPTS.matcher(attempts);
        String here = place + "." + attempts;
        if (!matcher.matches()) throw wrong(here, "must be the number of an attempt, as 0, or of several, as 1-3");
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last < first) throw wrong(here, "ends before it begins");
        return new Range(first, last, response(here, object(given, here)));
    }

    private void requireNoGaps(String place, List<Range> ranges) {
        int next = 0;
        for (Range each : ranges) {
            if (each.first() > next) throw wrong(place, "has no response for attempt " + next);
            if (each.first() < next) throw wrong(place, "has two responses for attempt " + each.first());
            next = each.last() + 1;
        }
        if (ranges.isEmpty()) throw wrong(place, "has no response for attempt 0");
    }

    private MockedResponse response(String place, ObjectNode given) {
        refuseOthers(given, place, Set.of("Return", "Throw"));
        if (given.size() != 1) throw wrong(place, "must have either Return or Throw");
        if (given.has("Return")) return new MockedResponse.Return(given.get("Return"));
        String here = place + ".Throw";
        ObjectNode thrown = object(given.get("Throw"), here);
        refuseOthers(thrown, here, Set.of("Error", "Cause"));
        return new MockedResponse.Throw(text(thrown, "Error", here), text(thrown, "Cause", here));
    }

    // Test cases.

    private void readMachine(String machine, JsonNode given) {
        String place = MACHINES + "." + machine;
        ObjectNode object = object(given, place);
        refuseOthers(object, place, Set.of(CASES));
        members(object, CASES, place)
                .forEach((name, states) ->
                        cases.put(new TestCase(machine, name), states(place + "." + CASES + "." + name, states)));
    }

    private Map<String, MockedResponses> states(String place, JsonNode given) {
        var states = new HashMap<String, MockedResponses>();
        ObjectNode object = object(given, place);
        for (String state : object.propertyNames()) {
            String name = text(object, state, place);
            MockedResponses mocked = responses.get(name);
            if (mocked == null)
                throw wrong(place + "." + state, "names '" + name + "', which " + RESPONSES + " has not");
            states.put(state, mocked);
        }
        return Map.copyOf(states);
    }

    // JSON.

    /** The members of an object within another one; none when it is absent. */
    private Map<String, JsonNode> members(ObjectNode object, String name, String place) {
        JsonNode value = object.get(name);
        if (value == null) return Map.of();
        var members = new HashMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> each :
                object(value, within(place, name)).properties()) members.put(each.getKey(), each.getValue());
        return members;
    }

    private static String within(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private void refuseOthers(ObjectNode object, String place, Set<String> known) {
        for (String name : object.propertyNames())
            if (!known.contains(name)) throw wrong(within(place, name), "is not known here");
    }

    private ObjectNode object(JsonNode node, String place) {
        if (node instanceof ObjectNode object) return object;
        throw wrong(place.isEmpty() ? "the file" : place, "must be an object");
    }

    private String text(ObjectNode object, String name, String place) {
        JsonNode value = object.get(name);
        if (value != null && value.isString()) return value.stringValue();
        throw wrong(place + "." + name, "must be a string");
    }

    private IllegalArgumentException wrong(String place, String problem) {
        return new IllegalArgumentException(file + ": " + place + " " + problem + ".");
    }
}
