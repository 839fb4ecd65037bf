package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.aws.ServiceAnswer.Answered;
import dev.skald.tasks.aws.ServiceAnswer.NotSent;
import dev.skald.tasks.aws.ServiceAnswer.Refused;
import dev.skald.tasks.aws.ServiceAnswer.TooLarge;
import dev.skald.tasks.aws.ServiceAnswer.Unreadable;
import dev.skald.tasks.aws.ServiceTask.Asked;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import tools.jackson.databind.JsonNode;

/**
 * Tasks that start a job of a service, and with {@code .sync} end with it: the service is asked how the job stands until it has
 * ended. Which operations start, describe and stop it is up to the {@link Kind}; the client is found as for any service.
 */
final class ServiceJob implements JobPerformer {
    /** Between two looks at a job: not so often that AWS's throttling would be felt. */
    static final Duration LOOK_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceJob.class);

    private final ServiceTask task;
    private final Kind kind;

    /** A kind of job. */
    interface Kind {
        /** The service, as resources and clients name it. */
        String service();

        OptimisedService spelling();

        /** What asks how the job stands; empty when none was started. */
        Optional<Request> describe(JsonNode parameters, JsonNode submitted);

        /** What stops the job. */
        Request stop(JsonNode parameters, JsonNode submitted);

        /** How the job stands, by what the service says of it. */
        Standing standing(JsonNode description);
    }

    /** An operation and what it gets. */
    record Request(String action, JsonNode parameters) {}

    /** How a job stands. */
    sealed interface Standing {
        record Runs() implements Standing {}

        /** @param result the task's */
        record Done(JsonNode result) implements Standing {}

        /** @param cause shown as the cause of {@code States.TaskFailed} */
        record Broke(JsonNode cause) implements Standing {}
    }

    ServiceJob(AwsServices services, Kind kind) {
        this.task = new ServiceTask(services, kind.spelling());
        this.kind = kind;
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(kind.service());
    }

    @Override
    public String limitedBy(TaskCall call) {
        return kind.service();
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        String action = ServiceTask.integration(call).action();
        return task.perform(kind.service(), action, call.parameters().node(), call);
    }

    @Override
    public JobState look(TaskCall call, Payload submitted) throws InterruptedException {
        Optional<Request> describe = kind.describe(call.parameters().node(), submitted.node());
        if (describe.isEmpty()) return broke(submitted.node(), Effect.NONE);
        try {
            return state(ask(describe.get(), call));
        } catch (UnknownService unknown) {
            return new JobState.Ended(ServiceTask.runtime(String.valueOf(unknown.getMessage())));
        } catch (UnusableParameters unusable) {
            return new JobState.Ended(ServiceTask.unusable(unusable, call));
        }
    }

    /** A service that is busy or out of reach is asked again; what it refuses to tell it will not tell later. */
    private JobState state(Asked asked) {
        return switch (asked.answer()) {
            case Answered answered -> state(kind.standing(asked.client().json(answered)));
            case Refused refused
            when !mayPass(refused.error()) ->
                new JobState.Ended(new TaskOutcome.Failed(
                        kind.spelling().error(asked.client(), refused.error()),
                        kind.spelling().cause(refused.error()),
                        Effect.UNCERTAIN));
            case Refused _, NotSent _, Unreadable _, TooLarge _ -> new JobState.Running(LOOK_PAUSE);
        };
    }

    private static boolean mayPass(AwsServiceException error) {
        return error.isThrottlingException() || ServiceTask.effect(error) == Effect.UNCERTAIN;
    }

    private static JobState state(Standing standing) {
        return switch (standing) {
            case Standing.Runs _ -> new JobState.Running(LOOK_PAUSE);
            case Standing.Done done -> new JobState.Ended(new TaskOutcome.Succeeded(Payload.of(done.result())));
            case Standing.Broke broke -> broke(broke.cause(), Effect.REPORTED);
        };
    }

    private static JobState broke(JsonNode cause, Effect effect) {
        String text = Payload.of(cause).text();
        return new JobState.Ended(new TaskOutcome.Failed("States.TaskFailed", text, effect));
    }

    @Override
    public void cancel(TaskCall call, Payload submitted) throws InterruptedException {
        if (kind.describe(call.parameters().node(), submitted.node()).isEmpty()) return;
        Request stop = kind.stop(call.parameters().node(), submitted.node());
        TaskOutcome stopped = task.perform(kind.service(), stop.action(), stop.parameters(), withoutDeadline(call));
        if (stopped instanceof TaskOutcome.Failed failed)
            LOG.warn("A job of {} could not be stopped: {}: {}", call.executionArn(), failed.error(), failed.cause());
    }

    private Asked ask(Request request, TaskCall call) throws UnknownService, UnusableParameters, InterruptedException {
        return task.ask(kind.service(), request.action(), request.parameters(), withoutDeadline(call));
    }

    /** Looks and stops have their own time: the deadline of the task may have passed. */
    private static TaskCall withoutDeadline(TaskCall call) {
        return new TaskCall(
                call.executionArn(),
                call.stateMachineArn(),
                call.state(),
                call.resource(),
                call.parameters(),
                call.credentials(),
                call.taskToken(),
                call.key(),
                call.attemptId(),
                call.retryCount(),
                null,
                call.repeated());
    }
}
