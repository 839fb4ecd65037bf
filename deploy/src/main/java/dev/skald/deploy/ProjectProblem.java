package dev.skald.deploy;

import java.nio.file.Path;

/**
 * One thing wrong with a project.
 *
 * @param line where in the file, from 1; 0 when it is not known
 */
public record ProjectProblem(Path file, int line, String message) {
    /** As compilers print it: {@code serverless.yml:12: ...}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
