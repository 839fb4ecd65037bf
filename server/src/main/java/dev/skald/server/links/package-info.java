/**
 * Signed links by which a person approves or rejects a task that waits for its token, without an account here. A link is the
 * permission: it is bound to one task and one verb, it expires, and the task can be answered once only. A page that is
 * merely read changes nothing.
 *
 * <p>Start reading at {@link dev.skald.server.links.TaskLinks}.
 */
@NullMarked
package dev.skald.server.links;

import org.jspecify.annotations.NullMarked;
