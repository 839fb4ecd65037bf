package dev.skald.server.triggers;

import dev.skald.server.http.Answer;
import dev.skald.server.json.JsonWriter;
import java.util.Map;

/** What the gateway answers itself, before or instead of a target: {@code {"message": ...}}, as API Gateway does. */
final class GatewayFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    private GatewayFailure(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static GatewayFailure badRequest(String message) {
        return new GatewayFailure(400, "BadRequestException", message);
    }

    static GatewayFailure forbidden() {
        return new GatewayFailure(403, "ForbiddenException", "Forbidden");
    }

    static GatewayFailure missingAuthenticationToken() {
        return new GatewayFailure(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static GatewayFailure notFound() {
        return new GatewayFailure(404, "NotFoundException", "Not Found");
    }

    /** The same key came with another request. */
    static GatewayFailure keyReused() {
        return new GatewayFailure(
                409,
                "IdempotencyKeyReused",
                "This Idempotency-Key was used with another request. Nothing was done; use a new key.");
    }

    static GatewayFailure tooLarge() {
        return new GatewayFailure(413, "RequestTooLargeException", "Request Too Long");
    }

    static GatewayFailure unsupportedMediaType() {
        return new GatewayFailure(415, "UnsupportedMediaTypeException", "Unsupported Media Type");
    }

    static GatewayFailure tooManyRequests() {
        return new GatewayFailure(429, "TooManyRequestsException", "Too Many Requests");
    }

    static GatewayFailure internal() {
        return new GatewayFailure(500, "InternalServerErrorException", "Internal server error");
    }

    static GatewayFailure badGateway() {
        return new GatewayFailure(502, "InternalServerErrorException", "Internal server error");
    }

    static GatewayFailure unavailable() {
        return new GatewayFailure(503, "ServiceUnavailableException", "Service Unavailable");
    }

    Answer answer() {
        byte[] body = new JsonWriter().text("message", getMessage()).end();
        return new Answer(status, "application/json", Map.of("x-amzn-ErrorType", type), body);
    }
}
