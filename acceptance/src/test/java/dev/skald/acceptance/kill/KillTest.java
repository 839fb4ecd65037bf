package dev.skald.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.api.AwsJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code kill -9} at random points under load: nothing that was acknowledged is lost, and nothing happens twice. */
class KillTest {
    private static final int CLIENTS = 4;
    private static final int PAGE = 50;
    private static final Duration END_MAX = Duration.ofMinutes(4);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldLoseNothingAcknowledgedInTenKills() throws Exception {
        killAgainAndAgain(10, Duration.ofMillis(900));
    }

    @Test
    @Tag("soak")
    void shouldLoseNothingAcknowledgedInAHundredKills() throws Exception {
        killAgainAndAgain(100, Duration.ofMillis(2_500));
    }

    private void killAgainAndAgain(int kills, Duration longestLife) throws Exception {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        try (var participants = new Participants(folder);
                var server = new ServerProcess(folder, participants.endpoint());
                var client = new AwsJson(server.port())) {
            server.start();
            String machine = createMachine(client);
            underLoad(client, machine, acknowledged, () -> kill(server, kills, longestLife));
            waitUntilAllHaveEnded(client, machine);
            System.out.printf(
                    "%d kills, %d acknowledged starts, %d calls repeated under the same key%n",
                    kills, acknowledged.size(), participants.repeats());
            assertThat(acknowledged).hasSizeGreaterThan(kills);
            for (Map.Entry<String, String> start : acknowledged.entrySet())
                check(client, participants, start.getKey(), start.getValue());
            checkOrdersWithoutAnswer(client, participants, machine, acknowledged);
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void underLoad(AwsJson client, String machine, Map<String, String> acknowledged, Act act)
            throws Exception {
        var enough = new AtomicBoolean();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++)
                clients.add(threads.submit(new OrderClient(client, machine, "order-" + i, acknowledged, enough)));
            try {
                act.run();
            } finally {
                enough.set(true);
            }
            for (Future<?> each : clients) each.get();
        }
    }

    private static void kill(ServerProcess server, int kills, Duration longestLife) throws Exception {
        long seed = System.nanoTime();
        System.out.println("kill test with seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < kills; i++) {
            LockSupport.parkNanos(random.nextLong(longestLife.toNanos()));
            server.kill();
            server.start();
        }
    }

    private static String createMachine(AwsJson client) throws Exception {
        String definition;
        try (var file = KillTest.class.getResourceAsStream("/kill/order.asl.json")) {
            if (file == null) throw new IllegalStateException("the machine's definition is missing");
            definition = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        ObjectNode create = AwsJson.object();
        create.put("name", "order").put("definition", definition).put("roleArn", "arn:aws:iam::000000000000:role/r");
        AwsJson.Answer answer = client.call("CreateStateMachine", create);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.text("stateMachineArn");
    }

    private static void waitUntilAllHaveEnded(AwsJson client, String machine) {
        ObjectNode running = AwsJson.object().put("stateMachineArn", machine).put("statusFilter", "RUNNING");
        Awaitility.await()
                .atMost(END_MAX)
                .until(() -> client.call("ListExecutions", running)
                        .body()
                        .path("executions")
                        .isEmpty());
    }

    private static void check(AwsJson client, Participants participants, String order, String arn) throws Exception {
        AwsJson.Answer shown = client.call("DescribeExecution", AwsJson.object().put("executionArn", arn));
        assertThat(shown.status())
                .as("an acknowledged start is there: %s", order)
                .isEqualTo(200);
        assertThat(shown.text("input")).isEqualTo(OrderClient.input(order).toString());
        boolean failed = OrderClient.unshippable(order);
        assertThat(shown.text("status")).as(shown.toString()).isEqualTo(failed ? "FAILED" : "SUCCEEDED");
        checkHistory(client, arn);
        checkBooks(participants, order, failed);
    }

    private static void checkHistory(AwsJson client, String arn) throws Exception {
        long id = 0;
        String type = "";
        ObjectNode request = AwsJson.object().put("executionArn", arn).put("maxResults", PAGE);
        for (boolean more = true; more; ) {
            AwsJson.Answer page = client.call("GetExecutionHistory", request);
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            for (JsonNode event : page.body().path("events")) {
                assertThat(event.path("id").asLong()).isEqualTo(++id);
                assertThat(event.path("previousEventId").asLong()).isLessThan(id);
                type = event.path("type").asString();
            }
            more = page.body().has("nextToken");
            if (more) request.put("nextToken", page.text("nextToken"));
        }
        assertThat(type).isIn("ExecutionSucceeded", "ExecutionFailed");
    }

    /** A repeated call has the same key, and so no second effect; what a failed order did is undone. */
    private static void checkBooks(Participants participants, String order, boolean failed) throws Exception {
        Map<String, Integer> expected = failed
                ? Map.of("charge", 1, "reserve", 1, "release", 1, "refund", 1)
                : Map.of("charge", 1, "reserve", 1, "ship", 1);
        assertThat(participants.effects(order)).as(order).isEqualTo(expected);
    }

    /** A start whose answer was lost may have happened or not: if it has, then all of it. */
    private static void checkOrdersWithoutAnswer(
            AwsJson client, Participants participants, String machine, Map<String, String> acknowledged)
            throws Exception {
        String prefix = machine.replace(":stateMachine:", ":execution:") + ":";
        for (String order : participants.orders())
            if (!acknowledged.containsKey(order)) check(client, participants, order, prefix + order);
    }
}
