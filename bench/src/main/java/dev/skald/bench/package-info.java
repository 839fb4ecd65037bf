/**
 * Measures speed across modules; unpublished.
 *
 * <p>{@link dev.skald.bench.Bench} runs the workloads W1 to W5 of {@code docs/benchmarks.md}: one class each, named by what
 * it does. The classes {@code ...Benchmark} are JMH's. Nothing here asserts a time, but every workload checks that what it
 * counted has happened.
 */
@NullMarked
package dev.skald.bench;

import org.jspecify.annotations.NullMarked;
