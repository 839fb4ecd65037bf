package dev.skald.tasks.mock;

import java.util.List;
import java.util.Optional;

/**
 * What the attempts of a state get, one after the other.
 *
 * @param name as the file calls them
 * @param ranges without gaps, from attempt 0 on
 */
record MockedResponses(String name, List<Range> ranges) {
    MockedResponses {
        ranges = List.copyOf(ranges);
    }

    /** The same response for some attempts in a row, both ends included. */
    record Range(int first, int last, MockedResponse response) {}

    /** The response to an attempt; empty when there are not as many. */
    Optional<MockedResponse> at(int index) {
        for (Range each : ranges) if (index >= each.first && index <= each.last) return Optional.of(each.response);
        return Optional.empty();
    }
}
