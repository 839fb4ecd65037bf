package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.HttpAnswer;
import dev.skald.tasks.HttpCalls;
import dev.skald.tasks.http.GuardedCalls;
import dev.skald.tasks.http.HttpOutcome;
import dev.skald.tasks.http.HttpOutcome.UnsupportedBody;
import dev.skald.tasks.http.HttpTargets;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code apigateway:invoke}, also with {@code .waitForTaskToken}: a call of an API behind API Gateway. Where an endpoint is
 * configured for API Gateway's APIs ({@code AWS_ENDPOINT_URL_EXECUTE_API}, or for all services), the APIs at AWS's own names are
 * called there, by the same {@code Host}; other hosts are called where they are, if they are allowed as targets.
 */
public final class ApiGatewayTask implements TaskPerformer, AutoCloseable {
    /** AWS's limit of an answer from an API, in bytes. */
    public static final int RESPONSE_BYTES_MAX = 10 << 20;

    private static final String SERVICE = "apigateway";
    private static final String APIS = "execute-api";
    private static final String AWS_NAMES = ".amazonaws.com";
    private static final String SOCKET = "ApiGateway.SdkClientException";

    private final AwsServices services;
    private final GuardedCalls guarded;
    private final HttpCalls configured = new HttpCalls();

    /** @param targets whom tasks may call beside what is configured */
    public ApiGatewayTask(AwsServices services, HttpTargets targets) {
        this.services = services;
        this.guarded = new GuardedCalls(targets);
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(SERVICE)
                && integration.action().equals("invoke");
    }

    @Override
    public String limitedBy(TaskCall call) {
        return SERVICE;
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        try {
            ApiCall api = ApiCall.of(call.parameters().node());
            URI endpoint = endpoint(api).orElse(null);
            HttpUriRequestBase request = api.request(endpoint);
            if (api.signed())
                Signatures.sign(request, APIS, services.settings().region(), services.credentials(endpoint));
            HttpCalls.Result result = endpoint == null
                    ? guarded.send(request, timeMillis(call), RESPONSE_BYTES_MAX)
                    : configured.send(request, timeMillis(call), RESPONSE_BYTES_MAX);
            return outcome(result, call);
        } catch (UnusableParameters unusable) {
            return ServiceTask.unusable(unusable, call);
        } catch (SdkException withoutCredentials) {
            return new TaskOutcome.Failed(SOCKET, String.valueOf(withoutCredentials.getMessage()), Effect.NONE);
        }
    }

    private Optional<URI> endpoint(ApiCall api) {
        return api.host().endsWith(AWS_NAMES) ? services.settings().endpointOf(APIS) : Optional.empty();
    }

    private long timeMillis(TaskCall call) {
        return TaskCall.timeLeft(call.deadline(), AwsServices.CALL_TIME_MAX, services.clock())
                .toMillis();
    }

    private static TaskOutcome outcome(HttpCalls.Result result, TaskCall call) {
        return switch (result) {
            case HttpCalls.Result.Answered answered -> answered(answered.answer(), call);
            case HttpCalls.Result.NotSent unsent -> new TaskOutcome.Failed(SOCKET, unsent.cause(), Effect.NONE);
            case HttpCalls.Result.Broken broken -> new TaskOutcome.Failed(SOCKET, broken.cause(), Effect.UNCERTAIN);
        };
    }

    private static TaskOutcome answered(HttpAnswer answer, TaskCall call) {
        if (answer.cut()) return HttpOutcome.tooLarge(call);
        if (answer.status() >= 400)
            return new TaskOutcome.Failed("ApiGateway." + answer.status(), HttpOutcome.cause(answer), answer.effect());
        try {
            return new TaskOutcome.Succeeded(Payload.of(HttpOutcome.result(answer)));
        } catch (UnsupportedBody unsupported) {
            // It was called, and says that it did it.
            return new TaskOutcome.Failed("States.Runtime", unsupported.getMessage(), Effect.UNCERTAIN);
        }
    }

    /** Ends the calls under way and closes the connections. */
    @Override
    public void close() {
        guarded.close();
        configured.close();
    }
}
