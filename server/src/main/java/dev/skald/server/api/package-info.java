/**
 * Skald's own API to read from: what its CLI shows of executions and machines, with the states an execution is in and the
 * attributes it is searched by, which AWS's API has no place for.
 *
 * <p>Start reading at {@link dev.skald.server.api.ReadApi}. This package must never change anything.
 */
@NullMarked
package dev.skald.server.api;

import org.jspecify.annotations.NullMarked;
