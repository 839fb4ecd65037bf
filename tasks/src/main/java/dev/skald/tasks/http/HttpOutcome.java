package dev.skald.tasks.http;

import dev.skald.asl.ErrorName;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.HttpAnswer;
import dev.skald.tasks.HttpCalls;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Step Functions makes of how an HTTP call ended. */
public final class HttpOutcome {
    /** The error of a call without an answer. */
    static final String SOCKET = "States.Http.Socket";

    private static final String STATUS_CODE = "States.Http.StatusCode.";

    private static final List<String> UNSUPPORTED = List.of("application/octet-stream", "image/", "video/", "audio/");

    private HttpOutcome() {}

    static TaskOutcome of(TaskCall call, HttpCalls.Result result) {
        return switch (result) {
            case HttpCalls.Result.Answered(var answer) -> answered(call, answer);
            case HttpCalls.Result.NotSent unsent -> notSent(unsent);
            case HttpCalls.Result.Broken(var cause) -> new TaskOutcome.Failed(SOCKET, cause, Effect.UNCERTAIN);
        };
    }

    /** A target that is not allowed is nothing to try again. */
    private static TaskOutcome notSent(HttpCalls.Result.NotSent unsent) {
        return unsent.failure() instanceof HttpTargets.TargetRefused refused
                ? new TaskOutcome.Failed(ErrorName.RUNTIME, refused.getMessage(), Effect.NONE)
                : new TaskOutcome.Failed(SOCKET, unsent.cause(), Effect.NONE);
    }

    private static TaskOutcome answered(TaskCall call, HttpAnswer answer) {
        if (answer.status() < 200 || answer.status() > 299) return refused(answer);
        if (answer.cut()) return tooLarge(call);
        try {
            return new TaskOutcome.Succeeded(Payload.of(result(answer)));
        } catch (UnsupportedBody unsupported) {
            // It was called, and says that it did it.
            return new TaskOutcome.Failed(ErrorName.RUNTIME, unsupported.getMessage(), Effect.UNCERTAIN);
        }
    }

    // No success.

    private static TaskOutcome refused(HttpAnswer answer) {
        return new TaskOutcome.Failed(STATUS_CODE + answer.status(), cause(answer), answer.effect());
    }

    /** What the target says; when that is nothing to read, the status text. */
    public static String cause(HttpAnswer answer) {
        try {
            String text = text(answer);
            return text.isBlank() ? answer.reason() : text;
        } catch (UnsupportedBody nothingToRead) {
            return answer.reason();
        }
    }

    /** Of an answer that is larger than a state can take: what was called has done it. */
    public static TaskOutcome tooLarge(TaskCall call) {
        String cause = "The state/task '" + call.resource().arn()
                + "' returned a result with a size exceeding the maximum number of bytes service limit.";
        return new TaskOutcome.Failed(ErrorName.DATA_LIMIT_EXCEEDED, cause, Effect.UNCERTAIN);
    }

    // Success.

    /** What a state gets of an answer: {@code Headers}, {@code ResponseBody}, {@code StatusCode}, {@code StatusText}. */
    public static ObjectNode result(HttpAnswer answer) throws UnsupportedBody {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("Headers", headers(answer.headers()));
        result.set("ResponseBody", body(answer));
        return result.put("StatusCode", answer.status()).put("StatusText", answer.reason());
    }

    private static ObjectNode headers(List<Header> headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header each : headers)
            byName.computeIfAbsent(each.getName(), _ -> new ArrayList<>()).add(each.getValue());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        byName.forEach((name, values) -> values.forEach(result.withArrayProperty(name)::add));
        return result;
    }

    private static JsonNode body(HttpAnswer answer) throws UnsupportedBody {
        String text = text(answer);
        if (text.isEmpty() || !isJson(mediaType(answer))) return JsonNodeFactory.instance.stringNode(text);
        try {
            return Payload.parse(text).node();
        } catch (MalformedJson malformed) {
            throw new UnsupportedBody("The response is not valid JSON: " + malformed.message());
        }
    }

    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private static String mediaType(HttpAnswer answer) {
        ContentType type = contentType(answer);
        return type == null ? "" : type.getMimeType().toLowerCase(Locale.ROOT);
    }

    private static @Nullable ContentType contentType(HttpAnswer answer) {
        return ContentType.parseLenient(answer.header("Content-Type"));
    }

    private static String text(HttpAnswer answer) throws UnsupportedBody {
        String type = mediaType(answer);
        if (answer.body().length == 0) return "";
        if (UNSUPPORTED.stream().anyMatch(type::startsWith))
            throw new UnsupportedBody("The content type '" + type + "' of the response is not supported.");
        try {
            return charset(answer)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(answer.body()))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw new UnsupportedBody("The response is not text in " + charset(answer) + ".");
        }
    }

    /** UTF-8 unless the answer names another one that Java knows. */
    private static Charset charset(HttpAnswer answer) {
        ContentType type = contentType(answer);
        Charset given = type == null ? null : type.getCharset();
        return given == null ? StandardCharsets.UTF_8 : given;
    }

    /** A body that no state can get. */
    public static final class UnsupportedBody extends Exception {
        private static final long serialVersionUID = 1L;

        UnsupportedBody(String message) {
            super(message);
        }
    }
}
