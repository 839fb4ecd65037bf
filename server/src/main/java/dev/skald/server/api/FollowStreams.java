package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.EXECUTIONS;

import dev.skald.core.Event;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.Skald;
import dev.skald.server.http.Answer;
import dev.skald.server.http.LongPolls;
import dev.skald.server.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What there is to follow as it happens, as server-sent events.
 *
 * <pre>
 * /stream                                        {@code changed}: something was committed; twice a second at most
 * /executions/ARN/stream?from=SEQUENCE&amp;payloads=none   {@code events}: as /events has them; {@code execution}: as
 *                                                /executions/ARN has it, without payloads, when it is another than before
 * </pre>
 *
 * <p>A stream does not end with the execution, which may be redriven or undone.
 */
final class FollowStreams {
    private static final int EVENTS_AT_ONCE = 1_000;

    /** Looks again after so long even if nobody was woken: a listener may have been left out. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN_AT_WHAT_ENDED = Duration.ofSeconds(10);
    private static final Duration CHANGES_APART = Duration.ofMillis(500);

    private final Skald skald;
    private final Followers followers;
    private final LongPolls longPolls;
    private final Streams streams;

    FollowStreams(Skald skald, Followers followers, LongPolls longPolls) {
        this.skald = skald;
        this.followers = followers;
        this.longPolls = longPolls;
        streams = new Streams(longPolls);
    }

    /** The answer, if there is something to follow at that path. */
    Optional<Answer> at(String[] path, QueryParameters query) {
        if (path.length == 1 && path[0].equals("stream")) {
            query.requireNoOther();
            return Optional.of(streams.answer(this::changes));
        }
        if (path.length == 3 && path[0].equals(EXECUTIONS) && path[2].equals("stream"))
            return Optional.of(execution(path[1], query));
        return Optional.empty();
    }

    private void changes(Streams.Sent sent) throws IOException, InterruptedException {
        try (Followers.Follower follower = followers.followAll()) {
            sent.send("changed", new JsonWriter());
            while (sent.goesOn()) {
                if (!sent.await(follower, LOOK_AGAIN_AT_WHAT_ENDED)) continue;
                sent.send("changed", new JsonWriter());
                longPolls.in(() -> {
                    Thread.sleep(CHANGES_APART);
                    return true;
                });
            }
        }
    }

    /** @throws dev.skald.engine.ServiceException ExecutionDoesNotExist */
    private Answer execution(String executionArn, QueryParameters query) {
        long from = Math.max(1, query.number("from", 1));
        boolean payloads = query.payloads();
        query.requireNoOther();
        var _ = skald.describeExecution(executionArn);
        return streams.answer(sent -> follow(executionArn, from, payloads, sent));
    }

    private void follow(String executionArn, long from, boolean payloads, Streams.Sent sent)
            throws IOException, InterruptedException {
        long next = from;
        String told = "";
        try (Followers.Follower follower = followers.follow(executionArn)) {
            while (sent.goesOn()) {
                ExecutionDescription description = skald.describeExecution(executionArn);
                List<Event> events = skald.history(executionArn, next, EVENTS_AT_ONCE);
                if (!events.isEmpty()) {
                    JsonWriter out = new JsonWriter();
                    next = ReadEvents.write(events, description.row(), payloads, out);
                    sent.send("events", out.number("next", next));
                    continue;
                }
                String now = description.row() + " " + description.openStates();
                if (!now.equals(told)) sent.send("execution", ReadExecutions.described(description, false));
                told = now;
                sent.await(follower, description.row().settled() ? LOOK_AGAIN_AT_WHAT_ENDED : LOOK_AGAIN);
            }
        }
    }
}
