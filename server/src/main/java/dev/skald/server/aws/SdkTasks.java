package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.ServiceException;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.server.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks with {@code arn:aws:states:::aws-sdk:sfn:ACTION}: every operation of the API, done by this very server, with
 * AWS's names for members and errors. Section 2.4 of the reference.
 */
public final class SdkTasks implements TaskPerformer {
    private static final String SERVICE = "aws-sdk:sfn";
    private static final String START = "StartExecution";

    private final ApiCalls api;

    public SdkTasks(ApiCalls api) {
        this.api = api;
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(SERVICE);
    }

    @Override
    public String limitedBy(TaskCall call) {
        return SERVICE + ":" + operation(call);
    }

    private static String operation(TaskCall call) {
        if (!(call.resource() instanceof TaskResource.Integration integration))
            throw new IllegalArgumentException("no integration: " + call.resource());
        return SdkNames.upper(integration.action());
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        try {
            return new TaskOutcome.Succeeded(SdkNames.result(perform(operation(call), call)));
        } catch (UnknownMember unknown) {
            return new TaskOutcome.Failed("States.Runtime", unknown.cause(call), Effect.NONE);
        } catch (ServiceException refused) {
            return refused(call, refused);
        }
    }

    private ObjectNode perform(String operation, TaskCall call) throws InterruptedException, UnknownMember {
        Shape.Structure shape = api.find(operation).constraints().shape();
        ObjectNode request = SdkNames.request(call.parameters().node(), shape);
        boolean named = request.hasNonNull("name");
        if (operation.equals(START) && !named) request.put("name", uuid(call, "name"));
        try {
            return api.perform(operation, request);
        } catch (ServiceException refused) {
            boolean startedBefore = call.repeated() && refused.code().equals("ExecutionAlreadyExists");
            if (named || !startedBefore) throw refused;
            return api.perform("DescribeExecution", described(refused)).retain("executionArn", "startDate");
        }
    }

    /** The name follows from the attempt: what is there under it was started by this attempt before a crash. */
    private static ObjectNode described(ServiceException alreadyExists) {
        String message = alreadyExists.message();
        String arn = message.substring(message.indexOf('\'') + 1, message.lastIndexOf('\''));
        return JsonReader.newObject().put("executionArn", arn);
    }

    private static TaskOutcome refused(TaskCall call, ServiceException refused) {
        int status = AwsEndpoint.status(refused.code());
        String cause = refused.message() + " (Service: Sfn, Status Code: " + status + ", Request ID: "
                + uuid(call, "request") + ") (SDK Attempt Count: 1)";
        Effect effect = status < 500 ? Effect.NONE : Effect.UNCERTAIN;
        return new TaskOutcome.Failed(SdkNames.error(refused.code()), cause, effect);
    }

    /** Follows from the attempt. */
    private static String uuid(TaskCall call, String purpose) {
        String seed = call.executionArn() + '\n' + call.attemptId() + '\n' + purpose;
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A parameter that the operation does not have. */
    static final class UnknownMember extends Exception {
        private static final long serialVersionUID = 1L;

        private final String name;

        UnknownMember(String name) {
            super(name);
            this.name = name;
        }

        String cause(TaskCall call) {
            Payload parameters = call.parameters();
            return "The Parameters '" + parameters.text() + "' could not be used to start the Task: [The field \""
                    + name + "\" is not supported by Step Functions]";
        }
    }
}
