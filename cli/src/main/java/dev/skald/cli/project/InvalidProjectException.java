package dev.skald.cli.project;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A project file that cannot be used, with everything that is wrong with it. */
public final class InvalidProjectException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ProjectProblem> problems;

    InvalidProjectException(Path file, List<ProjectProblem> problems) {
        super(problems.stream()
                .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ProjectProblem> problems() {
        return problems;
    }

    /** A line per problem: {@code skald.yml:12: unknown key ...}. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
