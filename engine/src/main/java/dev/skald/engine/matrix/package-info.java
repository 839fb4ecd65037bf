/**
 * The fault matrix: runs a saga in memory, in virtual time, against scripted participants, once for each step and each thing
 * that may go wrong there, and looks at what took effect in the end.
 *
 * <p>For tests, of Skald's users above all; {@code skald verify} and the test kit show it. Nothing here may be needed by an
 * engine in earnest. Start reading at {@link dev.skald.engine.matrix.FaultMatrix}.
 */
@NullMarked
package dev.skald.engine.matrix;

import org.jspecify.annotations.NullMarked;
