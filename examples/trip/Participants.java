import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Three participants behind one Lambda Invoke endpoint: {@code java Participants.java [PORT]}. They could be written in any
 * language; what a participant owes is the same everywhere:
 *
 * <ol>
 *   <li>A call whose {@code Idempotency-Key} is known gets the answer that it got before.
 *   <li>To cancel what is not there is a success.
 *   <li>What was cancelled before it came is not booked any more.
 * </ol>
 *
 * <p>Their books are in memory, and shown at {@code /books}: a real participant keeps key and effect in one transaction.
 */
public final class Participants {
    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/(book|cancel)-(\\w+)/invocations");
    private static final Pattern TRIP = Pattern.compile("\"trip\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern WISH = Pattern.compile("\"wish\"\\s*:\\s*\"([^\"]*)\"");
    private static final int LATE_MILLIS = 2_000;

    private final Map<String, String> books = new LinkedHashMap<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();

    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 9001 : Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Participants participants = new Participants();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/books", exchange -> send(exchange, 200, participants.toString()));
        server.createContext("/2015-03-31/", participants::invoke);
        server.start();
        System.out.println("flight, hotel and transfer listen at http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void invoke(HttpExchange exchange) throws IOException {
        Matcher function = INVOKE.matcher(exchange.getRequestURI().getPath());
        if (!function.matches()) {
            send(exchange, 404, "{\"message\": \"no such function\"}");
            return;
        }
        String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        boolean books = function.group(1).equals("book");
        String answer = books ? book(function.group(2), payload, key) : cancel(function.group(2), payload);
        if (answer.contains("errorType")) exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        if (books && first(WISH, payload).equals("slow")) late();
        send(exchange, 200, answer);
    }

    /** It is booked, but the answer is on its way for longer than anybody waits. */
    private static void late() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String book(String what, String payload, String key) {
        String known = answers.get(key);
        if (known != null) return known;
        String wish = first(WISH, payload);
        int call = calls.merge(key, 1, Integer::sum);
        if (wish.equals("full")) return "{\"errorType\": \"SoldOut\", \"errorMessage\": \"no " + what + " is left\"}";
        if (wish.equals("busy") && call < 3) return "{\"errorType\": \"Busy\", \"errorMessage\": \"try again\"}";
        String line = what + " of " + first(TRIP, payload);
        if (books.containsKey(line)) return "{\"errorType\": \"Cancelled\", \"errorMessage\": \"it was cancelled before\"}";
        books.put(line, "booked");
        String answer = "{\"reservation\": \"" + what + "-" + books.size() + "\"}";
        answers.put(key, answer);
        return answer;
    }

    private synchronized String cancel(String what, String payload) {
        books.put(what + " of " + first(TRIP, payload), "cancelled");
        return "{}";
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        books.forEach((line, state) -> text.append(line).append(": ").append(state).append('\n'));
        return text.toString();
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
