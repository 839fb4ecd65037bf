package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.aws.ServiceAnswer.Answered;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Tasks with {@code arn:aws:states:::aws-sdk:SERVICE:ACTION[.waitForTaskToken]}: any operation of any service whose client is at
 * hand. Section 2.4 of the reference.
 *
 * <p>The service {@code sfn} is the engine's own API and is not asked for here.
 */
public final class AwsSdkTask implements TaskPerformer {
    private static final String SDK = "aws-sdk:";
    private static final String OWN = "aws-sdk:sfn";

    private final ServiceTask task;

    public AwsSdkTask(AwsServices services) {
        this.task = new ServiceTask(services, new SdkSpelling());
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().startsWith(SDK)
                && !integration.service().equals(OWN);
    }

    @Override
    public String limitedBy(TaskCall call) {
        return ServiceTask.integration(call).service();
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        TaskResource.Integration integration = ServiceTask.integration(call);
        String service = integration.service().substring(SDK.length());
        return task.perform(service, integration.action(), call.parameters().node(), call);
    }

    /** Errors as the AWS SDK for Java 2 names and words them; answers as they are. */
    private static final class SdkSpelling implements ServiceTask.Spelling {
        @Override
        public String error(ServiceClient client, AwsServiceException error) {
            return client.prefix() + "." + error.getClass().getSimpleName();
        }

        @Override
        public String cause(AwsServiceException error) {
            return Optional.ofNullable(error.getMessage()).orElse("");
        }

        @Override
        public String clientError(ServiceClient client) {
            return client.prefix() + ".SdkClientException";
        }

        @Override
        public TaskOutcome succeeded(ServiceClient client, Answered answer) {
            return new TaskOutcome.Succeeded(Payload.of(client.json(answer)));
        }
    }
}
