package dev.skald.tasks.events;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.event.ruler.GenericMachine;

/**
 * Many patterns in one machine of the ruler library, which finds those that an event matches without looking at each.
 *
 * @param <K> what tells the patterns apart
 */
final class PatternIndex<K> {
    private final GenericMachine<K> machine = new GenericMachine<>();

    /** Adds a pattern that is known to be valid. */
    void add(K key, String pattern) {
        try {
            machine.addRule(key, pattern);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("an invalid pattern: " + pattern, unreadable);
        }
    }

    void remove(K key, String pattern) {
        try {
            machine.deleteRule(key, pattern);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("an invalid pattern: " + pattern, unreadable);
        }
    }

    /**
     * The patterns that an event matches.
     *
     * @throws UnmatchableEvent when the library cannot read it
     */
    Set<K> matching(String event) {
        try {
            return new LinkedHashSet<>(machine.rulesForJSONEvent(event));
        } catch (Exception unreadable) {
            throw new UnmatchableEvent(unreadable);
        }
    }
}
