/** The event bus: rules with EventBridge patterns, targets, schedules. */
@NullMarked
package dev.skald.tasks.events;

import org.jspecify.annotations.NullMarked;
