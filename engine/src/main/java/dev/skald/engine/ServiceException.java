package dev.skald.engine;

import dev.skald.asl.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A request that Skald refuses, under the error code that AWS gives it, such as {@code ExecutionAlreadyExists}. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Map<String, String> details;

    /**
     * @param code AWS's error code, without a namespace
     * @param message AWS's text
     */
    public ServiceException(String code, String message) {
        this(code, message, Map.of());
    }

    /**
     * @param code AWS's error code, without a namespace
     * @param message AWS's text
     * @param details the other members of the error, such as {@code resourceName}
     */
    public ServiceException(String code, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** ValidationException with one of AWS's reasons. */
    public static ServiceException validation(String reason, String message) {
        return new ServiceException("ValidationException", message, Map.of("reason", reason));
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

    public Map<String, String> details() {
        return details;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
