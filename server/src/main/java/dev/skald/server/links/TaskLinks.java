package dev.skald.server.links;

import dev.skald.engine.TaskDescription;
import dev.skald.engine.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes links for a task, and reads those that come back. */
public final class TaskLinks {
    /** Where links lead, below the public address. */
    public static final String ROOT = "/task-links/";

    /** No link lasts longer. */
    public static final Duration LIFE_MAX = Duration.ofDays(30);

    private static final int WHO_LENGTH_MAX = 256;

    private final LinkKey key;
    private final Supplier<String> publicUrl;
    private final InstantSource clock;

    /** @param publicUrl the address under which people reach this server, without a slash at its end */
    public TaskLinks(LinkKey key, Supplier<String> publicUrl, InstantSource clock) {
        this.key = key;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** The two links of a task. */
    public record Pair(TaskHandle task, String approve, String reject, Instant expiresAt) {}

    /**
     * Makes links for a task.
     *
     * @param who who they are for: the history keeps this name; null lets the person say
     * @param life how long they last, at most {@link #LIFE_MAX}; null means as long as may be. They end with the task's
     *     deadline in any case
     * @throws IllegalArgumentException when the name or the life is too long, or there is none
     */
    public Pair of(TaskDescription task, @Nullable String who, @Nullable Duration life) {
        if (who != null && (who.isBlank() || who.length() > WHO_LENGTH_MAX))
            throw new IllegalArgumentException("'who' has 1 to " + WHO_LENGTH_MAX + " characters.");
        if (life != null && (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(LIFE_MAX) > 0))
            throw new IllegalArgumentException("A link lasts 1 second to " + LIFE_MAX.toDays() + " days.");
        Instant end = clock.instant().plus(life == null ? LIFE_MAX : life);
        Instant deadline = task.timeoutAt();
        Instant expiresAt = deadline != null && deadline.isBefore(end) ? deadline : end;
        return new Pair(
                task.handle(),
                url(TaskLink.of(task.token(), TaskLink.Verb.APPROVE, expiresAt, who)),
                url(TaskLink.of(task.token(), TaskLink.Verb.REJECT, expiresAt, who)),
                Instant.ofEpochSecond(expiresAt.getEpochSecond()));
    }

    private String url(TaskLink link) {
        return publicUrl.get() + ROOT + link.text(key);
    }

    /** What came back; empty when it was not signed here. */
    Optional<TaskLink> read(String text) {
        return TaskLink.parse(text, key);
    }

    boolean expired(TaskLink link) {
        return !clock.instant().isBefore(link.expiresAt());
    }
}
