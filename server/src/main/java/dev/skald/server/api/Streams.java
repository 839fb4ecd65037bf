package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.LongPolls;
import dev.skald.server.http.Stream;
import dev.skald.server.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Answers as server-sent events ({@code text/event-stream}). Bounded: so many at once, each for so long; whoever is sent home
 * comes again and goes on where it was.
 */
final class Streams {
    static final int STREAMS_MAX = 500;

    private static final Duration STREAM_MAX = Duration.ofMinutes(10);

    /** A client that has gone is noticed when something is sent. */
    private static final Duration BEAT = Duration.ofSeconds(10);

    private static final byte[] BEAT_TEXT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final LongPolls longPolls;
    private final Semaphore places = new Semaphore(STREAMS_MAX);

    Streams(LongPolls longPolls) {
        this.longPolls = longPolls;
    }

    /** Writes a stream. */
    @FunctionalInterface
    interface Script {
        void run(Sent sent) throws IOException, InterruptedException;
    }

    /** @throws ServiceException ServiceUnavailable when there are too many already */
    Answer answer(Script script) {
        if (!places.tryAcquire())
            throw new ServiceException("ServiceUnavailable", STREAMS_MAX + " streams are followed already.");
        return Answer.streamed("text/event-stream", Map.of("Cache-Control", "no-store"), out -> {
            try {
                script.run(new Sent(out));
            } finally {
                places.release();
            }
        });
    }

    /** How many are followed. */
    int open() {
        return STREAMS_MAX - places.availablePermits();
    }

    /** What goes to one client. */
    final class Sent {
        private final Stream.Out out;
        private final long end = System.nanoTime() + STREAM_MAX.toNanos();
        private long lastSent = System.nanoTime();

        private Sent(Stream.Out out) {
            this.out = out;
        }

        /** Whether the stream may last longer. */
        boolean goesOn() {
            return System.nanoTime() - end < 0;
        }

        /** Sends an event with JSON. Its line breaks are white space, which a line of the stream cannot have. */
        void send(String name, JsonWriter data) throws IOException {
            String text = new String(data.end(), StandardCharsets.UTF_8)
                    .replace('\n', ' ')
                    .replace('\r', ' ');
            write(("event: " + name + "\ndata: " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Waits for a commit, at most so long, and lets the client know from time to time that the stream is alive. */
        boolean await(Followers.Follower follower, Duration atMost) throws IOException, InterruptedException {
            if (System.nanoTime() - lastSent >= BEAT.toNanos()) write(BEAT_TEXT);
            Duration wait = atMost.compareTo(BEAT) < 0 ? atMost : BEAT;
            return longPolls.in(() -> follower.await(wait));
        }

        private void write(byte[] bytes) throws IOException {
            out.write(bytes);
            lastSent = System.nanoTime();
        }
    }
}
