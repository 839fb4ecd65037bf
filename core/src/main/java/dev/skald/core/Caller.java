package dev.skald.core;

/**
 * The task that started an execution and waits for its end.
 *
 * @param executionId {@link Identity#id()} of the execution that the task belongs to
 * @param sequence the sequence of the task's scheduling event: another for each attempt
 */
public record Caller(long executionId, long sequence) {}
