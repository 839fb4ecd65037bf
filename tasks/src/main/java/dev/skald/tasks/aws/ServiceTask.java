package dev.skald.tasks.aws;

import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.aws.ServiceAnswer.Answered;
import dev.skald.tasks.aws.ServiceAnswer.NotSent;
import dev.skald.tasks.aws.ServiceAnswer.Refused;
import dev.skald.tasks.aws.ServiceAnswer.TooLarge;
import dev.skald.tasks.aws.ServiceAnswer.Unreadable;
import dev.skald.tasks.http.HttpOutcome;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import tools.jackson.databind.JsonNode;

/**
 * One attempt of a task that calls an operation of a service: the way from the task's parameters to its outcome, on which the
 * integrations differ in their {@link Spelling}.
 */
final class ServiceTask {

    private static final int SERVER_ERRORS_FROM = 500;
    private static final int REQUEST_TIMEOUT = 408;

    /** Refusals that do not say whether an earlier request with the same token took effect. */
    private static final Set<String> UNDECIDED = Set.of("TransactionInProgressException", "RequestTimeout");

    private final AwsServices services;
    private final Spelling spelling;

    /** How an integration names errors and shapes answers. */
    interface Spelling {
        /** The error's name, for {@code Retry} and {@code Catch}. */
        String error(ServiceClient client, AwsServiceException error);

        String cause(AwsServiceException error);

        /** The name of a call that failed without an answer. */
        String clientError(ServiceClient client);

        TaskOutcome succeeded(ServiceClient client, Answered answer);
    }

    ServiceTask(AwsServices services, Spelling spelling) {
        this.services = services;
        this.spelling = spelling;
    }

    static TaskResource.Integration integration(TaskCall call) {
        if (call.resource() instanceof TaskResource.Integration integration) return integration;
        throw new IllegalArgumentException("no integration: " + call.resource());
    }

    /**
     * Performs the task.
     *
     * @param parameters those that the service gets
     */
    TaskOutcome perform(String service, String action, JsonNode parameters, TaskCall call) throws InterruptedException {
        try {
            return outcome(ask(service, action, parameters, call), call);
        } catch (UnknownService unknown) {
            return runtime(String.valueOf(unknown.getMessage()));
        } catch (UnusableParameters unusable) {
            return unusable(unusable, call);
        }
    }

    /** An answer, and the client that can read it. */
    record Asked(ServiceClient client, ServiceAnswer answer) {}

    Asked ask(String service, String action, JsonNode parameters, TaskCall call)
            throws UnknownService, UnusableParameters, InterruptedException {
        ServiceClient client = services.client(service);
        return new Asked(client, timely(service, client, client.operation(action), parameters, call));
    }

    private ServiceAnswer timely(
            String service, ServiceClient client, Operation operation, JsonNode parameters, TaskCall call)
            throws UnusableParameters, InterruptedException {
        Duration time = TaskCall.timeLeft(call.deadline(), AwsServices.timeMax(service), services.clock());
        if (time.isZero()) return new NotSent("The deadline of the call had passed before it was sent.");
        return client.call(operation, parameters, call.executionArn() + '\n' + call.key(), time);
    }

    private TaskOutcome outcome(Asked asked, TaskCall call) {
        ServiceClient client = asked.client();
        return switch (asked.answer()) {
            case Answered answered -> spelling.succeeded(client, answered);
            case Refused refused ->
                new TaskOutcome.Failed(
                        spelling.error(client, refused.error()),
                        spelling.cause(refused.error()),
                        effect(refused.error()));
            case NotSent notSent -> new TaskOutcome.Failed(spelling.clientError(client), notSent.cause(), Effect.NONE);
            case Unreadable unreadable ->
                new TaskOutcome.Failed(spelling.clientError(client), unreadable.cause(), Effect.UNCERTAIN);
            case TooLarge _ -> HttpOutcome.tooLarge(call);
        };
    }

    /** What the service refused has not happened; whether what it failed at has, only it could know. */
    static Effect effect(AwsServiceException error) {
        if (error.isThrottlingException()) return Effect.NONE;
        int status = error.statusCode();
        boolean undecided = error.awsErrorDetails() != null
                && UNDECIDED.contains(String.valueOf(error.awsErrorDetails().errorCode()));
        boolean failed = status >= SERVER_ERRORS_FROM || status == REQUEST_TIMEOUT || status < 400;
        return failed || undecided ? Effect.UNCERTAIN : Effect.NONE;
    }

    static TaskOutcome runtime(String cause) {
        return new TaskOutcome.Failed("States.Runtime", cause, Effect.NONE);
    }

    static TaskOutcome unusable(UnusableParameters problem, TaskCall call) {
        return runtime("The Parameters '" + call.parameters().text() + "' could not be used to start the Task: ["
                + problem.getMessage() + "]");
    }
}
