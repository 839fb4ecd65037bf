/**
 * {@code skald run}: starts a project's scenarios one after the other, shows them, and checks what came of them.
 *
 * <p>Start reading at {@link dev.skald.cli.run.ScenarioRun}.
 */
@NullMarked
package dev.skald.cli.run;

import org.jspecify.annotations.NullMarked;
