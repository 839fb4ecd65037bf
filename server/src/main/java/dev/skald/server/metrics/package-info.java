/**
 * What the server tells about itself: counters and times per machine, with the meanings of CloudWatch's Step Functions
 * metrics, in Prometheus text.
 *
 * <p>Start reading at {@link dev.skald.server.metrics.Metrics}. This package must never keep a number for every
 * execution: what is labelled, and what is remembered, has a limit.
 */
@NullMarked
package dev.skald.server.metrics;

import org.jspecify.annotations.NullMarked;
