package dev.skald.engine.task;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall.InvocationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks that invoke a function: {@code arn:aws:lambda:...:function:NAME}, whose result is the function's own, and {@code
 * arn:aws:states:::lambda:invoke[.waitForTaskToken]}, whose result is that of Lambda's Invoke with the function's result
 * inside.
 */
public final class LambdaTask implements TaskPerformer {
    private static final int SERVER_ERRORS_FROM = 500;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_FOUND = 404;

    private final Functions functions;

    /** @param invokers where functions run; the first that invokes a function is asked */
    public LambdaTask(List<FunctionInvoker> invokers) {
        this(new Functions(invokers, ""));
    }

    /** @param functions where functions run */
    public LambdaTask(Functions functions) {
        this.functions = functions;
    }

    /**
     * These performers, and the tasks that invoke functions: before them those of functions that are known and named by
     * their ARN, after them the others.
     */
    public static List<TaskPerformer> around(List<TaskPerformer> performers, Functions functions) {
        var lambda = new LambdaTask(functions);
        var all = new ArrayList<TaskPerformer>(List.of(lambda.ofKnownFunctions()));
        all.addAll(performers);
        all.add(lambda);
        return all;
    }

    @Override
    public boolean performs(TaskResource resource) {
        return switch (resource) {
            case TaskResource.LambdaFunction _ -> true;
            case TaskResource.Integration i -> isInvoke(i);
            case TaskResource.Activity _ -> false;
        };
    }

    private static boolean isInvoke(TaskResource.Integration integration) {
        return integration.service().equals("lambda") && integration.action().equals("invoke");
    }

    /** The part of this performer that does tasks whose resource is the ARN of a function that an invoker knows. */
    private TaskPerformer ofKnownFunctions() {
        return new KnownFunctions(this);
    }

    private record KnownFunctions(LambdaTask lambda) implements TaskPerformer {
        @Override
        public boolean performs(TaskResource resource) {
            return resource instanceof TaskResource.LambdaFunction function
                    && FunctionName.parse(function.arn())
                            .filter(lambda.functions::invokes)
                            .isPresent();
        }

        @Override
        public String limitedBy(TaskCall call) {
            return lambda.limitedBy(call);
        }

        @Override
        public TaskOutcome perform(TaskCall call) throws InterruptedException {
            return lambda.perform(call);
        }
    }

    @Override
    public boolean isHere(TaskCall call) {
        return functionName(call)
                .filter(function -> function.isInProgram() && !functions.invokes(function))
                .isEmpty();
    }

    @Override
    public String limitedBy(TaskCall call) {
        return functionName(call).map(FunctionName::name).orElse("lambda");
    }

    private static Optional<FunctionName> functionName(TaskCall call) {
        if (call.resource() instanceof TaskResource.LambdaFunction function) return FunctionName.parse(function.arn());
        String name = text(call.parameters().node(), "FunctionName");
        if (name == null) return Optional.empty();
        return FunctionName.parse(name)
                .map(parsed -> parsed.qualifiedBy(text(call.parameters().node(), "Qualifier")));
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        Optional<FunctionName> function = functionName(call);
        if (function.isEmpty())
            return new TaskOutcome.Failed(
                    "States.Runtime", "The parameter 'FunctionName' names no function.", Effect.NONE);
        return switch (call.resource()) {
            case TaskResource.LambdaFunction _ -> perform(directCall(function.get(), call));
            case TaskResource.Integration _ -> performInvoke(function.get(), call);
            case TaskResource.Activity _ -> throw new IllegalArgumentException("no function: " + call.resource());
        };
    }

    private static FunctionCall directCall(FunctionName function, TaskCall call) {
        return new FunctionCall(function, call.parameters(), InvocationType.REQUEST_RESPONSE, false, null, call);
    }

    private TaskOutcome perform(FunctionCall call) throws InterruptedException {
        return switch (invoke(call)) {
            case FunctionResult.Returned r -> new TaskOutcome.Succeeded(r.payload());
            case FunctionResult.Raised r -> new TaskOutcome.Failed(errorName(r), r.errorPayload(), r.effect());
            case FunctionResult.Refused r -> refused(r);
            case FunctionResult.NotSent r -> clientFailure(r.cause(), Effect.NONE);
            case FunctionResult.Unreadable r -> clientFailure(r.cause(), Effect.UNCERTAIN);
            case FunctionResult.TooLarge _ -> tooLarge(call.task());
        };
    }

    private FunctionResult invoke(FunctionCall call) throws InterruptedException {
        Optional<FunctionInvoker> invoker = functions.find(call.function());
        return invoker.isPresent() ? invoker.get().invoke(call) : notFound(call);
    }

    private static FunctionResult notFound(FunctionCall call) {
        String arn = functionArn(call) + ":" + call.function().version();
        return new FunctionResult.Refused(
                "ResourceNotFoundException",
                "Function not found: " + arn,
                NOT_FOUND,
                call.caller().requestId());
    }

    /** The ARN without qualifier; region and account are those of the machine unless the name says otherwise. */
    private static String functionArn(FunctionCall call) {
        FunctionName function = call.function();
        int end = function.text().lastIndexOf("function:");
        if (function.text().startsWith("arn:"))
            return function.text().substring(0, end) + "function:" + function.name();
        String[] machine = call.task().stateMachineArn().split(":", 6);
        return "arn:" + machine[1] + ":lambda:" + machine[3] + ":" + machine[4] + ":function:" + function.name();
    }

    // AWS names a failure without an errorType (a time-out of the function, for one) Lambda.Unknown.
    private static String errorName(FunctionResult.Raised raised) {
        return raised.errorType() == null ? "Lambda.Unknown" : raised.errorType();
    }

    private static TaskOutcome refused(FunctionResult.Refused r) {
        String cause = r.message() + " (Service: AWSLambda; Status Code: " + r.statusCode() + "; Error Code: "
                + r.errorCode() + "; Request ID: " + r.requestId() + "; Proxy: null)";
        boolean nothingHappened = r.statusCode() < SERVER_ERRORS_FROM || r.statusCode() == TOO_MANY_REQUESTS;
        return new TaskOutcome.Failed(
                "Lambda." + r.errorCode(), cause, nothingHappened ? Effect.NONE : Effect.UNCERTAIN);
    }

    private static TaskOutcome clientFailure(String cause, Effect effect) {
        return new TaskOutcome.Failed("Lambda.SdkClientException", cause, effect);
    }

    // The function has run: what it did, it did.
    private static TaskOutcome tooLarge(TaskCall call) {
        String cause = "The state/task '" + call.resource().arn()
                + "' returned a result with a size exceeding the maximum number of bytes service limit.";
        return new TaskOutcome.Failed("States.DataLimitExceeded", cause, Effect.UNCERTAIN);
    }

    // lambda:invoke

    private TaskOutcome performInvoke(FunctionName function, TaskCall task) throws InterruptedException {
        FunctionCall call = invokeCall(function, task);
        return switch (invoke(call)) {
            case FunctionResult.Returned r -> new TaskOutcome.Succeeded(invokeResult(call, r));
            case FunctionResult.Raised r -> new TaskOutcome.Failed(errorName(r), compact(r.errorPayload()), r.effect());
            case FunctionResult.Refused r -> refused(r);
            case FunctionResult.NotSent r -> clientFailure(r.cause(), Effect.NONE);
            case FunctionResult.Unreadable r -> clientFailure(r.cause(), Effect.UNCERTAIN);
            case FunctionResult.TooLarge _ -> tooLarge(task);
        };
    }

    private static FunctionCall invokeCall(FunctionName function, TaskCall task) {
        JsonNode parameters = task.parameters().node();
        return new FunctionCall(
                function,
                payload(parameters),
                invocationType(text(parameters, "InvocationType")),
                "Tail".equals(text(parameters, "LogType")),
                text(parameters, "ClientContext"),
                task);
    }

    /** As recorded: no payload and null are the empty object; a text that is JSON is sent as that JSON. */
    private static Payload payload(JsonNode parameters) {
        JsonNode payload = parameters.get("Payload");
        if (payload == null || payload.isNull()) return Payload.EMPTY_OBJECT;
        if (!payload.isString()) return Payload.of(payload);
        String text = payload.stringValue();
        try {
            return Payload.parse(text);
        } catch (MalformedJson noJson) {
            return Payload.of(payload);
        }
    }

    private static InvocationType invocationType(@Nullable String wireName) {
        for (InvocationType type : InvocationType.values()) if (type.wireName().equals(wireName)) return type;
        return InvocationType.REQUEST_RESPONSE;
    }

    private static @Nullable String text(JsonNode parameters, String name) {
        JsonNode value = parameters.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static Payload invokeResult(FunctionCall call, FunctionResult.Returned returned) {
        String requestId = call.caller().requestId();
        int status = call.type().statusCode();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ExecutedVersion", returned.executedVersion());
        if (returned.logResult() != null) result.put("LogResult", returned.logResult());
        result.set("Payload", returned.payload().node());
        result.set("SdkHttpMetadata", httpMetadata(returned, requestId, status));
        result.putObject("SdkResponseMetadata").put("RequestId", requestId);
        result.put("StatusCode", status);
        return Payload.of(result);
    }

    private static ObjectNode httpMetadata(FunctionResult.Returned returned, String requestId, int status) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        ObjectNode all = metadata.putObject("AllHttpHeaders");
        ObjectNode single = metadata.putObject("HttpHeaders");
        header(all, single, "X-Amz-Executed-Version", returned.executedVersion());
        header(all, single, "x-amzn-RequestId", requestId);
        header(all, single, "Content-Length", String.valueOf(returned.payload().utf8Length()));
        header(all, single, "Content-Type", "application/json");
        metadata.put("HttpStatusCode", status);
        return metadata;
    }

    private static void header(ObjectNode all, ObjectNode single, String name, String value) {
        all.putArray(name).add(value);
        single.put(name, value);
    }

    /** AWS writes the error anew for lambda:invoke; what is no JSON stays as it is. */
    private static String compact(String errorPayload) {
        try {
            return Payload.of(Payload.parse(errorPayload).node()).text();
        } catch (MalformedJson noJson) {
            return errorPayload;
        }
    }
}
