/**
 * Execution logs: what AWS writes to a log group of CloudWatch, line by line, written to a file or to standard output.
 *
 * <p>Start reading at {@link dev.skald.server.logs.ExecutionLogs}. This package must never slow an execution down, nor make
 * one fail: what cannot be written in time is dropped, and counted.
 */
@NullMarked
package dev.skald.server.logs;

import org.jspecify.annotations.NullMarked;
