package dev.skald.tasks;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an answer of the Lambda Invoke API means. */
final class LambdaAnswer {
    /** Errors that mean that the function was cut off: what it had done by then, nobody knows. */
    private static final Set<String> CUT_OFF =
            Set.of("Sandbox.Timedout", "Runtime.ExitError", "Runtime.OutOfMemory", "Runtime.Unknown");

    private static final JsonMapper JSON = new JsonMapper();
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TEXT_SHOWN_MAX = 200;
    private static final String NOT_FOUND = "Function not found: ";

    private LambdaAnswer() {}

    /** @param bytesMax of a longer body nothing is kept, and the rest is not read */
    static FunctionResult read(FunctionCall call, ClassicHttpResponse response, int bytesMax) throws IOException {
        byte[] body = body(response.getEntity(), bytesMax + 1);
        if (body.length > bytesMax) return new FunctionResult.TooLarge();
        int status = response.getCode();
        if (status >= 200 && status < 300) return answered(call, response, body);
        // Whoever redirects or gives up waiting may have passed the call on.
        if (status < 400 || status == REQUEST_TIMEOUT)
            return new FunctionResult.Unreadable("The endpoint answered with HTTP status " + status + ".");
        return refused(call, status, response, lenientText(body));
    }

    private static byte[] body(@Nullable HttpEntity entity, int bytesMax) throws IOException {
        if (entity == null) return new byte[0];
        // Not closed here: that would read what is left of it.
        InputStream content = entity.getContent();
        return content.readNBytes(bytesMax);
    }

    private static @Nullable String header(MessageHeaders headers, String name) {
        Header header = headers.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static FunctionResult answered(FunctionCall call, MessageHeaders headers, byte[] body) {
        if (headers.containsHeader("X-Amz-Function-Error")) return raised(lenientText(body));
        if (call.type() != InvocationType.REQUEST_RESPONSE) return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        try {
            Payload payload = Payload.parse(strictText(body));
            String version = header(headers, "X-Amz-Executed-Version");
            String log = header(headers, "X-Amz-Log-Result");
            return new FunctionResult.Returned(payload, version == null ? FunctionName.LATEST : version, log);
        } catch (CharacterCodingException e) {
            return new FunctionResult.Unreadable("The function's result is not UTF-8.");
        } catch (MalformedJson e) {
            return new FunctionResult.Unreadable("The function's result is not JSON: " + e.message());
        }
    }

    private static FunctionResult raised(String payload) {
        String errorType = text(parsed(payload), "errorType");
        boolean cutOff = errorType == null || CUT_OFF.contains(errorType);
        return new FunctionResult.Raised(errorType, payload, cutOff ? Effect.UNCERTAIN : Effect.REPORTED);
    }

    private static FunctionResult refused(FunctionCall call, int status, MessageHeaders headers, String body) {
        JsonNode error = parsed(body);
        String errorType = header(headers, "x-amzn-ErrorType");
        String code =
                errorType != null ? bareCode(errorType) : status < 500 ? "AWSLambdaException" : "ServiceException";
        String requestId = header(headers, "x-amzn-RequestId");
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
