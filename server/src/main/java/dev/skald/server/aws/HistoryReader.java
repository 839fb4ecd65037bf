package dev.skald.server.aws;

import dev.skald.core.Event;
import dev.skald.engine.Skald;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over the published events of an execution, upwards or downwards, reading a few at a time. */
final class HistoryReader {
    private static final int CHUNK = 200;

    private final Skald skald;
    private final String executionArn;
    private final boolean reverse;
    private final Deque<Event> read = new ArrayDeque<>();
    private long position;

    /** @param position the sequence of the first event to look at */
    HistoryReader(Skald skald, String executionArn, long position, boolean reverse) {
        this.skald = skald;
        this.executionArn = executionArn;
        this.position = position;
        this.reverse = reverse;
    }

    static HistoryReader forward(Skald skald, String executionArn) {
        return new HistoryReader(skald, executionArn, 1, false);
    }

    /**
     * From the last event on.
     *
     * @param published how many events are published: with those of Skald's own, there are at least as many
     */
    static HistoryReader backward(Skald skald, String executionArn, long published) {
        long last = Math.max(published, 1);
        List<Event> events = skald.history(executionArn, last, CHUNK);
        while (!events.isEmpty()) {
            last = events.getLast().sequence();
            events = events.size() < CHUNK ? List.of() : skald.history(executionArn, last + 1, CHUNK);
        }
        return new HistoryReader(skald, executionArn, last, true);
    }

    /** The next event; null at the end. */
    @Nullable
    Event peek() {
        while (read.isEmpty() && (reverse ? readDown() : readUp())) {}
        return read.peekFirst();
    }

    /** Leaves the event that {@link #peek()} gave behind. */
    void advance() {
        read.removeFirst();
    }

    private boolean readUp() {
        List<Event> events = skald.history(executionArn, position, CHUNK);
        if (events.isEmpty()) return false;
        for (Event event : events) if (event.published()) read.addLast(event);
        position = events.getLast().sequence() + 1;
        return true;
    }

    private boolean readDown() {
        if (position < 1) return false;
        long from = Math.max(1, position - CHUNK + 1);
        for (Event event : skald.history(executionArn, from, (int) (position - from + 1))) {
            if (event.published()) read.addFirst(event);
        }
        position = from - 1;
        return true;
    }
}
