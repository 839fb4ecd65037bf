package dev.skald.asl;

/** What a Task state's {@code Resource} names. Three families, as the history tells them apart. */
public sealed interface TaskResource {
    /** The resource as the definition spells it. */
    String arn();

    /** Whether the task waits for a callback with its token. */
    default boolean waitsForToken() {
        return this instanceof Integration integration && integration.pattern() == Pattern.WAIT_FOR_TASK_TOKEN;
    }

    /** Whether the task starts a job and ends with it. */
    default boolean waitsForJob() {
        return this instanceof Integration integration
                && (integration.pattern() == Pattern.SYNC || integration.pattern() == Pattern.SYNC_2);
    }

    /** Whether the task goes on after its call has been answered. */
    default boolean outlivesItsCall() {
        return waitsForToken() || waitsForJob();
    }

    /** {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]}. */
    record LambdaFunction(String arn) implements TaskResource {}

    /** {@code arn:aws:states:REGION:ACCOUNT:activity:NAME}. */
    record Activity(String arn) implements TaskResource {}

    /**
     * {@code arn:aws:states:::SERVICE:ACTION[.PATTERN]}.
     *
     * @param service the history's {@code resourceType}, such as {@code lambda} or {@code aws-sdk:dynamodb}
     * @param action the action without its pattern, such as {@code invoke}
     */
    record Integration(String arn, String service, String action, Pattern pattern) implements TaskResource {
        /** The history's {@code resource}: the action with its pattern, such as {@code invoke.waitForTaskToken}. */
        public String resource() {
            return awaitsEvent() ? action : action + pattern.suffix();
        }

        /** Whether it starts an execution of this engine. */
        public boolean startsExecution() {
            return service.equals("states") && action.equals("startExecution");
        }

        /** Whether it waits for an event on one of Skald's buses: Skald's own, AWS has no such thing. */
        public boolean awaitsEvent() {
            return service.equals("skald") && action.equals("awaitEvent");
        }

        /** Whether it undoes executions that a step of a saga began. */
        public boolean compensatesExecutions() {
            return service.equals("states") && action.equals("compensateExecutions");
        }
    }

    /** How a service integration waits. */
    enum Pattern {
        REQUEST_RESPONSE(""),
        SYNC(".sync"),
        SYNC_2(".sync:2"),
        WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

        private final String suffix;

        Pattern(String suffix) {
            this.suffix = suffix;
        }

        public String suffix() {
            return suffix;
        }
    }
}
