/**
 * The port to durable storage: a journal of event chunks, the rows of executions, and the catalogue of machines and
 * activities. What is stored is opaque bytes here; {@code core} encodes and decodes them.
 *
 * <p>Implementations: {@link dev.skald.engine.store.MemoryStore}, and SQLite and PostgreSQL in module {@code sql}. Every
 * one must pass the same contract test.
 */
@NullMarked
package dev.skald.engine.store;

import org.jspecify.annotations.NullMarked;
