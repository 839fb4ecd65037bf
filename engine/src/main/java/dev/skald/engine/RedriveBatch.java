package dev.skald.engine;

import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one batch of a bulk redrive.
 *
 * @param outcomes one for each execution that matched; may be none although others follow
 * @param nextBeforeId where the next batch goes on; null when this was the last
 */
public record RedriveBatch(List<Outcome> outcomes, @Nullable Long nextBeforeId) {

    /** What came of one execution. */
    public sealed interface Outcome {
        /** The execution, as it was before. */
        ExecutionRow row();

        /** It goes on; with a client token, it may have done so since an earlier request. */
        record Redriven(ExecutionRow row, Instant at) implements Outcome {}

        /** In a dry run: it would go on. */
        record Redrivable(ExecutionRow row) implements Outcome {}

        /** It stays as it is. */
        record Refused(ExecutionRow row, ServiceException why) implements Outcome {}
    }
}
