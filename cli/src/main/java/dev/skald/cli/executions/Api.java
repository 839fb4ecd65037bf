package dev.skald.cli.executions;

import dev.skald.engine.ServiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two ways to ask a Skald server: its own {@code /api/v1}, and the AWS API. */
public final class Api implements AutoCloseable {
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS_MAX = 1_000;
    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(60);
    private static final int UNAUTHORIZED = 401;
    private static final int MISDIRECTED = 421;
    private static final int ERROR_SHOWN_MAX = 200;

    private static final String TIME = "Skald-Time";

    private final URI endpoint;
    private volatile @Nullable Instant told;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIME_MAX)
            .build();

    /** @param token the secret that the server wants; null when it wants none */
    public Api(URI endpoint, @Nullable String token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    /** What time it was at the server when it answered last; what time it is here before it has. */
    public Instant now() {
        Instant known = told;
        return known == null ? Instant.now() : known;
    }

    /** Whether anybody listens there. */
    public static boolean listens(URI endpoint) {
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), port), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /**
     * GET of a path below {@code /api/v1}.
     *
     * @throws ServiceException what the server refuses
     * @throws EndpointException when what answers is no Skald server
     */
    public JsonNode get(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        StringBuilder address = new StringBuilder("/api/v1").append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            address.append(separator)
                    .append(encoded(parameter.getKey()))
                    .append('=')
                    .append(encoded(parameter.getValue()));
            separator = '&';
        }
        return send(request(address.toString()).GET().build());
    }

    /** POST of a JSON object to a path below {@code /api/v1}. Errors are those of {@link #get}. */
    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** An operation of the AWS API, such as {@code StartExecution}. */
    public JsonNode perform(String operation, JsonNode request) throws IOException, InterruptedException {
        return send(request("/")
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build());
    }

    /** A text as one segment of a path, or as a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        String base = endpoint.toString().replaceAll("/+$", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_TIME_MAX);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == UNAUTHORIZED) throw unauthorized();
            if (response.statusCode() == MISDIRECTED) throw misdirected();
            JsonNode body = parsed(response);
            response.headers().firstValue(TIME).ifPresent(this::heardTime);
            if (response.statusCode() >= 400) throw refused(response, body);
            return body;
        } catch (ConnectException e) {
            throw new EndpointException("no server listens at " + endpoint);
        } catch (IOException e) {
            throw new EndpointException("the server at " + endpoint + " gave no answer: " + e.getMessage());
        }
    }

    /** An instant, and behind it whether it is virtual. */
    private void heardTime(String time) {
        try {
            told = Instant.parse(time.split(";", 2)[0].strip());
        } catch (DateTimeException malformed) {
            throw new EndpointException("the server at " + endpoint + " says that it is " + time);
        }
    }

    private EndpointException unauthorized() {
        String why = token == null ? "wants a secret: name its token file (--token-file)" : "does not know the secret";
        return new EndpointException("the server at " + endpoint + " " + why);
    }

    private EndpointException misdirected() {
        return new EndpointException("the server at " + endpoint
                + " does not answer under that name: start it with --allowed-hosts " + endpoint.getHost());
    }

    private JsonNode parsed(HttpResponse<String> response) {
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw notSkald(response);
        }
    }

    private EndpointException notSkald(HttpResponse<String> response) {
        String body = response.body();
        String shown = body.length() <= ERROR_SHOWN_MAX ? body : body.substring(0, ERROR_SHOWN_MAX) + "...";
        return new EndpointException("what listens at " + endpoint + " is no Skald server: it answers with HTTP status "
                + response.statusCode() + " " + shown.strip().replaceAll("\\s+", " "));
    }

    private RuntimeException refused(HttpResponse<String> response, JsonNode body) {
        String name = body.path("__type").asString(body.path("error").asString(""));
        if (name.isEmpty()) return notSkald(response);
        String message = body.path("message").asString(body.path("Message").asString(""));
        return new ServiceException(name.substring(name.indexOf('#') + 1), message);
    }

    @Override
    public void close() {
        client.close();
    }
}
