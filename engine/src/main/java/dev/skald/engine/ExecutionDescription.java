package dev.skald.engine;

import dev.skald.core.Caller;
import dev.skald.core.OpenState;
import dev.skald.engine.store.ExecutionRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know about one execution, its history aside.
 *
 * @param openStates the states it is in now; empty when it has ended
 * @param events how many published events its history has so far
 * @param caller the execution that started it and waits for it, or may undo it; null when it is nobody's
 */
public record ExecutionDescription(
        ExecutionRow row,
        RunResult result,
        List<OpenState> openStates,
        long events,
        @Nullable Caller caller) {}
