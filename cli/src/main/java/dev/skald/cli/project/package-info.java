/**
 * The project file {@code skald.yml}: the machines, functions and scenarios of a project, and its settings.
 *
 * <p>This package reads and checks; it must never start anything. What is wrong with a file is told with its line, all
 * problems at once.
 *
 * <p>Start reading at {@link dev.skald.cli.project.Project}.
 */
@NullMarked
package dev.skald.cli.project;

import org.jspecify.annotations.NullMarked;
