/**
 * The engine: keeps executions durable and sees to their work.
 *
 * <p>{@link dev.skald.engine.Skald} is the face people embed. Behind it, one way for everything: load the execution,
 * decide, append, commit, then dispatch the work that the new state calls for.
 *
 * <p>This package must never know HTTP, SQL or AWS's wire names.
 */
@NullMarked
package dev.skald.engine;

import org.jspecify.annotations.NullMarked;
