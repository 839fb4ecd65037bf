/**
 * Sagas written in Java: a builder that makes a machine and the functions that it calls, so that there is one runtime.
 *
 * <p>What flows through the machine is {@code {Input, Results}}: the saga's typed input, and the results of its steps by
 * their names. The user's code sees both in typed form and never as ASL. This package decides nothing about executions:
 * what is undone, and when, is the machine's.
 *
 * <p>Start reading at {@link dev.skald.engine.saga.Saga}, then {@link dev.skald.engine.saga.Steps}.
 */
@NullMarked
package dev.skald.engine.saga;

import org.jspecify.annotations.NullMarked;
