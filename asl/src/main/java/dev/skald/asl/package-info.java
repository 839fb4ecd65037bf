/**
 * The Amazon States Language: parsed, validated and compiled once into an immutable {@link dev.skald.asl.StateMachine}.
 *
 * <p>A machine is data ({@link dev.skald.asl.State} and its eight records) plus compiled {@link
 * dev.skald.asl.Expression}s. What a query language is, only the parser knows: it compiles every JSONPath or JSONata
 * field into the same {@code Expression}s, so that one interpreter serves both.
 *
 * <p>This package must never know that executions exist, do I/O, read a clock or draw randoms: an expression gets
 * all of that from its {@link dev.skald.asl.Scope}.
 *
 * <p>Start reading at {@link dev.skald.asl.Asl#parse}.
 */
@NullMarked
package dev.skald.asl;

import org.jspecify.annotations.NullMarked;
