package dev.skald.engine;

import dev.skald.asl.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A request that Skald refuses, under the error code that AWS gives it, such as {@code ExecutionAlreadyExists}. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code AWS's error code, without a namespace
     * @param message AWS's text
     */
    public ServiceException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** InvalidDefinition. AWS lists the errors only, one after the other. */
    public static ServiceException invalidDefinition(List<Problem> problems) {
        String texts = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(Problem::toString)
                .collect(Collectors.joining(", "));
        return new ServiceException("InvalidDefinition", "Invalid State Machine Definition: '" + texts + "'");
    }

    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
