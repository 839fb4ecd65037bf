/**
 * Skald's own API: what its CLI shows of executions and machines, with the states an execution is in and the attributes it
 * is searched by, which AWS's API has no place for; and redrives in bulk, with another input or onto another version.
 *
 * <p>Start reading at {@link dev.skald.server.api.SkaldApi}. Whatever is called Read must never change anything.
 */
@NullMarked
package dev.skald.server.api;

import org.jspecify.annotations.NullMarked;
