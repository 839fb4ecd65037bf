package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests put together at random: whatever comes, the answer is one of the gateway's, and never its own failure. */
class FuzzedRequestsTest {
    private static final int REQUESTS = 1_500;
    private static final String TEMPLATE = "{\"input\":\"$util.escapeJavaScript($input.json('$'))\"}";

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE", "BREW");
    private static final List<String> PATHS = List.of(
            "/machine",
            "/template/",
            "/rest/",
            "/http/",
            "/proxy",
            "/.skald/runs/",
            "/",
            "//",
            "/a%2Fb",
            "%00",
            "/..",
            "/%2e%2e/",
            ";x=1",
            "%",
            "%C3%28",
            "%ff",
            "/{id}",
            "é",
            "+",
            "~",
            "/x");
    private static final List<String> QUERIES = List.of(
            "", "?", "?a=1&a=2&&=", "?%", "?a=%zz", "?a=%ff", "?wait=-1", "?wait=99999999999999999999", "?\u00e9=1");
    private static final List<String> HEADERS = List.of(
            "Content-Type: application/json",
            "Content-Type: application/x-www-form-urlencoded; charset=x",
            "Content-Type: ;",
            "Content-Type: text/plain",
            "Idempotency-Key: k",
            "Idempotency-Key: \u00e9",
            "X-Api-Key: secret-key",
            "X-Amzn-Trace-Id: \u00e9",
            "X-Amzn-Trace-Id: Root=1-2-3",
            "Origin: null",
            "Origin: https://a.example",
            "Access-Control-Request-Method: BREW",
            "Cookie: ;;=;a",
            "Cookie: a=\u00ff",
            "User-Agent:",
            "X-Empty:",
            "$context: ${x}");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "{",
            "[1,2",
            "null",
            "\"x\"",
            "it's",
            "a=b&%",
            "a=%zz",
            "{\"a\":\"it's \\u0000\"}",
            "\ud800",
            "{\"executionArn\":1}",
            "{\"$input.body\":\"#set($x=1)\"}",
            "1e999",
            "[".repeat(2_000));

    private final FunctionInvoker echo = new FunctionInvoker() {
        @Override
        public boolean invokes(FunctionName function) {
            return true;
        }

        @Override
        public FunctionResult invoke(FunctionCall call) {
            return new FunctionResult.Returned(dev.skald.asl.Payload.EMPTY_OBJECT);
        }
    };

    private static HttpTrigger trigger(Flavour flavour, String path, boolean secret, HttpTrigger.Target target) {
        return new HttpTrigger(path, flavour, "ANY", path, secret, secret ? RunningTriggers.ANYONE : null, target);
    }

    @Test
    void shouldAnswerWhateverComes() throws Exception {
        long seed = Long.getLong("skald.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        try (RunningTriggers server = RunningTriggers.start(engine -> engine, settings -> settings, List.of(echo))) {
            server.machine("m", "{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}}");
            server.deploy(
                    trigger(Flavour.REST, "/machine", true, toMachine("m")),
                    trigger(
                            Flavour.REST,
                            "/template/{id}",
                            false,
                            toMachine(
                                    "m",
                                    null,
                                    Map.of("application/json", TEMPLATE),
                                    List.of(new Response(
                                            200, "", Map.of(), Map.of("application/json", "$input.json('$')"))))),
                    trigger(Flavour.REST, "/describe", false, toMachine("m", "DescribeExecution", Map.of(), List.of())),
                    trigger(
                            Flavour.REST,
                            "/proxy",
                            false,
                            new HttpTrigger.Target.Machine("m", null, Map.of(), true, List.of(), Map.of(), null)),
                    trigger(Flavour.REST, "/rest/{proxy+}", false, new HttpTrigger.Target.Function("f")),
                    trigger(Flavour.HTTP, "/http/{id}", false, new HttpTrigger.Target.Function("f")));
            for (int i = 0; i < REQUESTS; i++) {
                String request = request(random);
                String answer = answer(server, request);
                assertThat(answer)
                        .as("seed %d, request %d: %s", seed, i, request)
                        .startsWith("HTTP/1.1 ");
                int status = Integer.parseInt(answer.substring(9, 12));
                assertThat(status)
                        .as("seed %d, request %d: %s\n%s", seed, i, request, answer)
                        .isIn(200, 204, 400, 403, 404, 409, 415);
            }
        }
    }

    private static String request(Random random) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(4); i >= 0; i--) path.append(one(PATHS, random));
        String target = random.nextInt(3) > 0 ? path.substring(1) : path.toString();
        if (!target.startsWith("/")) target = "/" + target;
        StringBuilder request = new StringBuilder(one(METHODS, random) + " " + target + one(QUERIES, random)
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (int i = random.nextInt(5); i > 0; i--)
            request.append(one(HEADERS, random)).append("\r\n");
        String body = one(BODIES, random);
        int length = body.getBytes(ISO_8859_1).length;
        return request.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String answer(RunningTriggers server, String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.triggers.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(ISO_8859_1);
        }
    }
}
