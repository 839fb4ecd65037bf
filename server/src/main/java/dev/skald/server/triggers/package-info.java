/** HTTP triggers: requests that start a machine or invoke a function, and the answer that the caller waits for. */
@NullMarked
package dev.skald.server.triggers;

import org.jspecify.annotations.NullMarked;
