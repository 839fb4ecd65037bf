/**
 * The API of Amazon EventBridge for the buses of this server, as far as senders of events and those who set up rules need it.
 * Start reading at {@link dev.skald.server.events.EventActions}.
 */
@NullMarked
package dev.skald.server.events;

import org.jspecify.annotations.NullMarked;
