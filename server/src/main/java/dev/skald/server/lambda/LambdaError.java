package dev.skald.server.lambda;

import dev.skald.server.http.Answer;
import dev.skald.server.json.JsonWriter;
import java.util.Map;

/** An error in the form of Lambda's API. */
final class LambdaError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SERVER_ERRORS_FROM = 500;

    private final int status;
    private final String code;
    private final String text;

    LambdaError(int status, String code, String text) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    Answer answer() {
        String type = status < SERVER_ERRORS_FROM ? "User" : "Service";
        byte[] body = new JsonWriter().text("Type", type).text("Message", text).end();
        return Answer.json(status, body).with(Map.of("x-amzn-ErrorType", code));
    }
}
