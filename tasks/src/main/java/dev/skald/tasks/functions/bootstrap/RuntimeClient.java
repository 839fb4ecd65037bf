package dev.skald.tasks.functions.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** The three calls of the Runtime API, by the JDK's own plain client. */
final class RuntimeClient {
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    private final String root;

    RuntimeClient(String address) {
        this.root = "http://" + address + "/2018-06-01/runtime/";
    }

    /**
     * One event.
     *
     * @param clientContext JSON; empty when there is none
     */
    record Event(String requestId, String functionArn, long deadlineMillis, String clientContext, byte[] body) {}

    /** Waits for the next event, however long it takes. */
    Event next() throws IOException {
        HttpURLConnection connection = connection("invocation/next");
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK)
            throw new IOException("no event: HTTP status " + connection.getResponseCode());
        try (InputStream in = connection.getInputStream()) {
            Event event = new Event(
                    connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"),
                    connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"),
                    connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0),
                    String.valueOf(
                            connection.getHeaderFields().containsKey("Lambda-Runtime-Client-Context")
                                    ? connection.getHeaderField("Lambda-Runtime-Client-Context")
                                    : ""),
                    in.readAllBytes());
            System.setProperty(
                    "com.amazonaws.xray.traceHeader",
                    String.valueOf(connection.getHeaderField("Lambda-Runtime-Trace-Id")));
            return event;
        }
    }

    void respond(Event event, byte[] result) throws IOException {
        post("invocation/" + event.requestId() + "/response", result, "");
    }

    void fail(Event event, byte[] error, String errorType) throws IOException {
        post("invocation/" + event.requestId() + "/error", error, errorType);
    }

    void initError(byte[] error, String errorType) throws IOException {
        post("init/error", error, errorType);
    }

    private void post(String target, byte[] body, String errorType) throws IOException {
        HttpURLConnection connection = connection(target);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        if (!errorType.isEmpty()) connection.setRequestProperty(ERROR_TYPE, printable(errorType));
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        boolean fine = connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST;
        try (InputStream in = fine ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null) in.readAllBytes();
        }
    }

    /** A header takes printable characters only. */
    private static String printable(String errorType) {
        return errorType.replaceAll("[^ -~]", "?");
    }

    private HttpURLConnection connection(String target) throws IOException {
        if (URI.create(root + target).toURL().openConnection() instanceof HttpURLConnection connection)
            return connection;
        throw new IOException("no HTTP client for " + root);
    }
}
