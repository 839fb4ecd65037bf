/**
 * Test cases of state machines: what their tasks answer, in the format of Step Functions Local.
 *
 * <p>This package performs nothing. Start reading at {@link dev.skald.tasks.mock.MockConfiguration}.
 */
@NullMarked
package dev.skald.tasks.mock;

import org.jspecify.annotations.NullMarked;
