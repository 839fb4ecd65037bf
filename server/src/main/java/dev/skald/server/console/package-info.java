/**
 * Serves the console: the built bundle of {@code console/} (TypeScript), which is committed beside this package's resources. Knows
 * files and headers, and nothing of executions: what the pages show, they ask {@code /api/v1} and the AWS endpoint for.
 *
 * <p>Start reading at {@link dev.skald.server.console.ConsoleFiles}.
 */
@NullMarked
package dev.skald.server.console;

import org.jspecify.annotations.NullMarked;
