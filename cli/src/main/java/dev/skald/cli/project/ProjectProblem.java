package dev.skald.cli.project;

/**
 * One thing wrong with a project file.
 *
 * @param line where, from 1
 */
public record ProjectProblem(int line, String message) {}
