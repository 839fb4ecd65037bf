package dev.skald.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the tasks that wait for their tokens: the oldest executions first, and within one in the order of their
 * scheduling.
 *
 * @param next what the next page comes after; null when there is none
 */
public record TaskPage(
        List<TaskDescription> tasks, @Nullable TaskHandle next) {}
