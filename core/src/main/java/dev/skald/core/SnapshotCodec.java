package dev.skald.core;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Encodes the state of an open execution, as binary JSON (Smile), for when it is put to rest.
 *
 * <p>A snapshot is only a cache: one that cannot be read is replaced by a fold of the events.
 */
public final class SnapshotCodec {
    static final int VERSION = 5;
    static final SmileMapper SMILE = new SmileMapper();

    private SnapshotCodec() {}

    /** A snapshot of another version, or no snapshot at all: fold the events instead. */
    public static final class UnreadableSnapshot extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableSnapshot(Throwable cause) {
            super(cause);
        }
    }

    /** @throws IllegalArgumentException if the execution has ended or not begun */
    public static byte[] encode(Execution execution) {
        if (execution.startedAt() == null || execution.settled())
            throw new IllegalArgumentException("only an open execution has a snapshot");
        return SMILE.writeValueAsBytes(new SnapshotWriter().execution(execution));
    }

    public static Execution decode(Identity identity, byte[] snapshot) throws UnreadableSnapshot {
        try {
            JsonNode node = SMILE.readTree(snapshot);
            if (node.path("v").asInt(0) != VERSION) throw new IllegalArgumentException("version " + node.path("v"));
            return new SnapshotReader(node).execution(identity);
        } catch (JacksonException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw new UnreadableSnapshot(e);
        }
    }
}
