package dev.skald.engine;

import dev.skald.asl.EvaluationException;
import dev.skald.asl.Payload;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.store.StoreException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inputs of the children that a Map Run has not begun: its items are read again from the first, one at a time, and those
 * with a row are passed over.
 */
final class PendingInputs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PendingInputs.class);

    private final Supplier<ChildInputs> opener;
    private final MapRunChildren children;
    private final BooleanSupplier closed;
    private @Nullable ChildInputs inputs;
    private long seen;

    /** @param closed whether the engine closes: then there is no time for them */
    PendingInputs(Supplier<ChildInputs> opener, MapRunChildren children, BooleanSupplier closed) {
        this.opener = opener;
        this.children = children;
        this.closed = closed;
    }

    /** The next one; null after the last that can be read: what cannot is why the run failed. */
    @Nullable
    Payload next() {
        try {
            return nextNotBegun();
        } catch (ItemReaderException | EvaluationException unreadable) {
            LOG.info("Items after the first {} are not written as pending: {}", items(), unreadable.getMessage());
            return null;
        }
    }

    private @Nullable Payload nextNotBegun() {
        ChildInputs.ChildInput next = read();
        while (next != null && children.known(next.index()).isPresent()) next = read();
        return next == null ? null : next.payload();
    }

    private ChildInputs.@Nullable ChildInput read() {
        if (closed.getAsBoolean()) throw new StoreException("the engine closes");
        if (inputs == null) inputs = opener.get();
        ChildInputs.ChildInput next = inputs.next();
        if (next != null) seen = next.index() + 1;
        return next;
    }

    /** How many items were read. */
    long items() {
        return inputs == null ? 0 : inputs.items();
    }

    /** How many children there are with those that were not begun. */
    long children() {
        return seen;
    }

    @Override
    public void close() {
        if (inputs != null) inputs.close();
    }
}
