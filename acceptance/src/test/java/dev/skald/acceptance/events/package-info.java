/** Events on a whole Skald: processes that are killed, the AWS SDK. */
@NullMarked
package dev.skald.acceptance.events;

import org.jspecify.annotations.NullMarked;
