package dev.skald.tasks;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an answer of the Lambda Invoke API means. */
final class LambdaAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TEXT_SHOWN_MAX = 200;
    private static final String NOT_FOUND = "Function not found: ";

    private LambdaAnswer() {}

    static FunctionResult read(FunctionCall call, HttpAnswer answer) {
        if (answer.cut()) return new FunctionResult.TooLarge();
        int status = answer.status();
        if (status >= 200 && status < 300) return answered(call, answer);
        // Whoever redirects or gives up waiting may have passed the call on.
        if (status < 400 || status == REQUEST_TIMEOUT)
            return new FunctionResult.Unreadable("The endpoint answered with HTTP status " + status + ".");
        return refused(call, answer);
    }

    private static FunctionResult answered(FunctionCall call, HttpAnswer answer) {
        if (answer.header("X-Amz-Function-Error") != null)
            return raised(lenientText(answer.body()), answer.header("X-Amz-Log-Result"));
        if (call.type() != InvocationType.REQUEST_RESPONSE) return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        try {
            Payload payload = Payload.parse(strictText(answer.body()));
            String version = answer.header("X-Amz-Executed-Version");
            String log = answer.header("X-Amz-Log-Result");
            return new FunctionResult.Returned(payload, version == null ? FunctionName.LATEST : version, log);
        } catch (CharacterCodingException e) {
            return new FunctionResult.Unreadable("The function's result is not UTF-8.");
        } catch (MalformedJson e) {
            return new FunctionResult.Unreadable("The function's result is not JSON: " + e.message());
        }
    }

    private static FunctionResult raised(String payload, @Nullable String log) {
        String errorType = FunctionError.type(payload);
        return new FunctionResult.Raised(errorType, payload, FunctionError.effect(errorType), log);
    }

    private static FunctionResult refused(FunctionCall call, HttpAnswer answer) {
        int status = answer.status();
        String body = lenientText(answer.body());
        JsonNode error = parsed(body);
        String errorType = answer.header("x-amzn-ErrorType");
        String code =
                errorType != null ? bareCode(errorType) : status < 500 ? "AWSLambdaException" : "ServiceException";
        String requestId = answer.header("x-amzn-RequestId");
        String message = text(error, "Message");
        if (message == null) message = text(error, "message");
        if (message == null) message = shown(body);
        return new FunctionResult.Refused(code, inFull(call, message), status, requestId == null ? "none" : requestId);
    }

    /** The header may say {@code ResourceNotFoundException:http://internal.amazon.com/...}. */
    private static String bareCode(String errorType) {
        int end = errorType.indexOf(':');
        return end < 0 ? errorType : errorType.substring(0, end);
    }

    /** AWS names the function by its whole ARN, where emulators repeat the name they were given. */
    private static String inFull(FunctionCall call, String message) {
        FunctionName function = call.function();
        boolean shortened = message.startsWith(NOT_FOUND) && !message.startsWith(NOT_FOUND + "arn:");
        if (!shortened || function.text().startsWith("arn:") || !(call.caller() instanceof FunctionCaller.Task task))
            return message;
        String[] machine = task.call().stateMachineArn().split(":", 6);
        if (machine.length < 6) return message;
        return NOT_FOUND + "arn:" + machine[1] + ":lambda:" + machine[3] + ":" + machine[4] + ":function:"
                + function.name() + ":" + function.version();
    }

    private static String strictText(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /** For errors: a text with replacement characters says more than none. */
    private static String lenientText(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable JsonNode object, String member) {
        JsonNode value = object == null ? null : object.get(member);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static String shown(String body) {
        return body.length() <= TEXT_SHOWN_MAX ? body : body.substring(0, TEXT_SHOWN_MAX) + "...";
    }
}
