package dev.skald.server.http;

import dev.skald.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says in JSON, as everything else here, what Jetty refuses before an endpoint sees it: addresses with two meanings, broken headers, requests while it stops. */
final class RefusedByListener implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        byte[] body = new JsonWriter()
                .text("error", HttpStatus.getMessage(status).replace(" ", ""))
                .text("message", message(request, status))
                .end();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        // Jetty closes the connection: a client that is not told so would send its next request into it.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Content.Sink.write(response, true, new String(body, StandardCharsets.UTF_8), callback);
        return true;
    }

    private static String message(Request request, int status) {
        Object why = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String words = why == null ? HttpStatus.getMessage(status) : why.toString();
        return status == HttpStatus.SERVICE_UNAVAILABLE_503
                ? "The server is stopping."
                : "The request cannot be taken: " + words + ".";
    }
}
