package dev.skald.tasks.aws;

import tools.jackson.databind.node.ObjectNode;

/** Calls of AWS services by those that are no tasks: once each, with JSON as the tasks have it. */
public interface ServiceCalls {
    /** @param services closed by the caller */
    static ServiceCalls of(AwsServices services) {
        return new SdkCalls(services);
    }

    /** Whether an endpoint is configured: without one the service is AWS's own. */
    boolean isConfigured(String service);

    /**
     * Calls an operation.
     *
     * @param service such as {@code dynamodb}
     * @param action such as {@code createTable}
     * @throws ServiceFailure when the service refuses, cannot be reached, or gives no answer
     */
    ObjectNode call(String service, String action, ObjectNode parameters) throws ServiceFailure, InterruptedException;

    /** A call without a result. */
    final class ServiceFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        public ServiceFailure(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /** The service's error code, or its HTTP status where there is none; empty when it did not answer. */
        public String code() {
            return code;
        }

        /** A sentence for people. */
        public String message() {
            return code.isEmpty() ? String.valueOf(getMessage()) : code + ": " + getMessage();
        }
    }
}
