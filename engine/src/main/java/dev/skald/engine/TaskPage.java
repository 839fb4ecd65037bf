package dev.skald.engine;

import dev.skald.engine.store.Waited;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the tasks that wait for their tokens, those first that were handed over first.
 *
 * @param next what the next page comes after; null when there is none
 */
public record TaskPage(
        List<TaskDescription> tasks, @Nullable Waited next) {}
