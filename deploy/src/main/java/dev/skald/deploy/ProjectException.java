package dev.skald.deploy;

import java.util.List;
import java.util.stream.Collectors;

/** A project that cannot be read, with everything that is wrong with it. */
public final class ProjectException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ProjectProblem> problems;

    public ProjectException(List<ProjectProblem> problems) {
        super(problems.stream().map(ProjectProblem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the files; at most {@value dev.skald.deploy.reading.Reading#PROBLEMS_MAX}. */
    public List<ProjectProblem> problems() {
        return problems;
    }

    /** A line per problem. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
