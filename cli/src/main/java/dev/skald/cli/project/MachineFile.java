package dev.skald.cli.project;

import dev.skald.asl.MachineType;
import java.nio.file.Path;
import java.util.Set;

/**
 * A machine of a project.
 *
 * @param definition the file with its definition, JSON or YAML
 * @param undo the states that undo another one, compensations included: shown as such
 * @param line where the project file names it
 */
public record MachineFile(Path definition, MachineType type, Set<String> undo, int line) {}
