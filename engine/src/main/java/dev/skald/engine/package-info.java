/**
 * The engine: keeps executions durable and sees to their work.
 *
 * <p>{@link dev.skald.engine.Skald} is the face people embed. Behind it, one way for everything: load the execution,
 * decide, append, commit, then dispatch the work that the new state calls for.
 *
 * <p>The way of a request: {@code StartExecution} and its like bring a {@code Request} to {@code LiveExecutions}; the
 * {@code LiveExecution} takes it in a {@code Turn}; its {@code Journal} makes an append of that, which the {@code Committer}
 * writes together with others; then {@code OpenWork} sees to calls ({@code Dispatcher}), offers ({@code Activities}) and
 * timers ({@code Timers}), and {@code Sleepers} puts to rest what only waits. {@code Engine} joins it all. Start reading
 * at {@code LiveExecution}.
 *
 * <p>This package must never know HTTP, SQL or AWS's wire names.
 */
@NullMarked
package dev.skald.engine;

import org.jspecify.annotations.NullMarked;
