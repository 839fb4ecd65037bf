package dev.skald.tasks.aws;

/** The parameters of a task are none that its operation takes. */
final class UnusableParameters extends Exception {
    private static final long serialVersionUID = 1L;

    private UnusableParameters(String problem) {
        super(problem);
    }

    static UnusableParameters unknown(String field) {
        return new UnusableParameters("The field \"" + field + "\" is not supported by Step Functions");
    }

    static UnusableParameters malformed(String field) {
        return new UnusableParameters("The value of the field '" + field + "' has an invalid format");
    }

    static UnusableParameters missing(String field) {
        return new UnusableParameters("The field \"" + field + "\" is required but was missing");
    }
}
