package dev.skald.cli.project;

import java.nio.file.Path;
import java.util.List;

/**
 * A function of a project.
 *
 * @param classPath its jar or class folder; empty means the project's {@code sources}, or else Skald's own class path
 * @param handler the name of its handler class
 * @param line where the project file names it
 */
public record FunctionClass(List<Path> classPath, String handler, int line) {}
