/**
 * The one executable, {@code skald}: a class per command, named after it.
 *
 * <p>A command reads its flags, asks the engine or a server, and prints. {@link dev.skald.cli.Assembly} is the one place
 * that builds the object graph. No logic lives here that another module could have.
 *
 * <p>Exit codes: 0 all is well; 1 an execution failed, an expectation is not met, a definition is invalid, a request was
 * refused; 2 wrong usage, or something around is not as it must be (no such file, the store is taken).
 *
 * <p>Start reading at {@link dev.skald.cli.Main}.
 */
@NullMarked
package dev.skald.cli;

import org.jspecify.annotations.NullMarked;
