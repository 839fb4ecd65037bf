/**
 * The decider: which events a command causes, and what work a state calls for.
 *
 * <p>An execution is its history. {@link dev.skald.core.Interpreter#decide} turns a {@link dev.skald.core.Command} into
 * {@link dev.skald.core.Event}s, {@link dev.skald.core.Execution#apply} is the only thing that changes an execution, and
 * {@link dev.skald.core.Execution#work()} tells what is outstanding. Running, restarting after a crash and taking over
 * from another node are all the same: fold the events, ask for the work, do it.
 *
 * <p>This package must never do I/O, read a clock, draw randoms, start threads or log.
 *
 * <p>Start reading at {@link dev.skald.core.Interpreter}; then {@link dev.skald.core.Event}.
 */
@NullMarked
package dev.skald.core;

import org.jspecify.annotations.NullMarked;
