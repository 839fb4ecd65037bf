package dev.skald.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.Observation;
import dev.skald.server.RunningServer;
import dev.skald.server.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The expected lines are those of AWS's recorded log groups. */
class ExecutionLogsTest {
    private static final String PASS =
            "{\"StartAt\":\"State_1\",\"States\":{\"State_1\":{\"Type\":\"Pass\",\"Result\":{\"a\":1},\"End\":true}}}";
    private static final String FAIL =
            "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"C\"}}}";
    private static final String GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:g:*";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static String create(RunningServer server, String name, String definition, String type, String logging)
            throws Exception {
        var in = JsonReader.newObject();
        in.put("name", name)
                .put("definition", definition)
                .put("roleArn", RunningServer.ROLE)
                .put("type", type);
        in.set("loggingConfiguration", JsonReader.trusted(logging));
        in.put("publish", true);
        RunningServer.Reply reply = server.call("CreateStateMachine", in.toString());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("stateMachineArn").asString();
    }

    private static String logging(String level, boolean data) {
        return "{\"level\":\"" + level + "\",\"includeExecutionData\":" + data
                + ",\"destinations\":[{\"cloudWatchLogsLogGroup\":{\"logGroupArn\":\"" + GROUP + "\"}}]}";
    }

    private List<JsonNode> lines() {
        return out.toString(UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .map(JsonReader::trusted)
                .toList();
    }

    private List<String> types() {
        return lines().stream().map(line -> line.path("type").asString()).toList();
    }

    private interface Use {
        void of(RunningServer server) throws Exception;
    }

    /** What was written is complete when the logs are closed. */
    private void with(Use use) throws Exception {
        try (ExecutionLogs logs = ExecutionLogs.to(out);
                RunningServer server = RunningServer.start(new Observation(logs))) {
            use.of(server);
        }
    }

    private void run(String level, boolean data, String definition) throws Exception {
        with(server -> {
            String machine = create(server, "m", definition, "STANDARD", logging(level, data));
            server.await(server.start(machine, "e", "{}"));
        });
    }

    @Test
    void shouldWriteEveryEventWithItsData() throws Exception {
        run("ALL", true, PASS);

        assertThat(types())
                .containsExactly("ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded");
        JsonNode exited = lines().get(2);
        assertThat(exited.path("event_timestamp").asString()).matches("\\d{13}");
        assertThat(exited.toString().replaceFirst("\"\\d{13}\"", "0"))
                .isEqualTo("{\"id\":\"3\",\"type\":\"PassStateExited\",\"details\":{\"name\":\"State_1\",\"output\":"
                        + "\"{\\\"a\\\":1}\",\"outputDetails\":{\"truncated\":false}},\"previous_event_id\":\"2\","
                        + "\"event_timestamp\":0,\"execution_arn\":"
                        + "\"arn:aws:states:us-east-1:000000000000:execution:m:e\",\"redrive_count\":\"0\"}");
    }

    @Test
    void shouldLeaveDataOut() throws Exception {
        run("ALL", false, PASS);

        assertThat(lines().stream().map(line -> line.path("details").toString()))
                .containsExactly(
                        "{\"roleArn\":\"" + RunningServer.ROLE + "\"}",
                        "{\"name\":\"State_1\"}",
                        "{\"name\":\"State_1\"}",
                        "{}");
    }

    @Test
    void shouldWriteErrorsOnly() throws Exception {
        run("ERROR", false, FAIL);

        assertThat(types()).containsExactly("FailStateEntered", "ExecutionFailed");
        assertThat(lines().getLast().path("details").toString()).isEqualTo("{\"error\":\"E\",\"cause\":\"C\"}");
    }

    @Test
    void shouldWriteFatalEndsOnly() throws Exception {
        run("FATAL", true, FAIL);

        assertThat(types()).containsExactly("ExecutionFailed");
    }

    @Test
    void shouldWriteNothingWhenOff() throws Exception {
        run("OFF", true, FAIL);

        assertThat(out.size()).isZero();
    }

    @Test
    void shouldLogExpressExecutions() throws Exception {
        with(server -> {
            String machine = create(server, "m", PASS, "EXPRESS", logging("ALL", true));
            server.call("StartSyncExecution", "{\"stateMachineArn\":\"" + machine + "\",\"name\":\"e\"}");
        });

        assertThat(types()).hasSize(4);
        assertThat(lines().getFirst().path("execution_arn").asString()).contains(":express:m:e:");
    }

    @Test
    void shouldFollowTheMachineAndPinTheVersion() throws Exception {
        with(server -> {
            String machine = create(server, "m", PASS, "STANDARD", logging("ALL", false));
            server.call(
                    "UpdateStateMachine",
                    "{\"stateMachineArn\":\"" + machine + "\",\"loggingConfiguration\":{\"level\":\"OFF\"}}");
            server.await(server.start(machine, "unqualified", "{}"));
            server.await(server.start(machine + ":1", "versioned", "{}"));
            assertThat(server.get("/metrics").text())
                    .contains("skald_execution_log_lines_total{result=\"dropped\"} 0.0");
        });

        assertThat(lines()).hasSize(4);
        assertThat(lines().getFirst().path("execution_arn").asString()).endsWith(":versioned");
        assertThat(lines().getFirst()
                        .path("details")
                        .path("stateMachineVersionArn")
                        .asString())
                .endsWith(":m:1");
    }

    @Test
    void shouldCutWhatIsTooLong() throws Exception {
        String quotes = "\"" + "\\\"".repeat(90_000) + "\"";
        with(server -> {
            String machine = create(server, "m", PASS, "STANDARD", logging("ALL", true));
            server.await(server.start(machine, "e", quotes));
        });

        JsonNode started = lines().getFirst().path("details");
        assertThat(started.path("inputDetails").path("truncated").asBoolean()).isTrue();
        assertThat(quotes).startsWith(started.path("input").asString());
        assertThat(out.toString(UTF_8).lines().findFirst().orElseThrow().length())
                .isBetween(LogLine.DATA_BYTES_MAX, 256 * 1024);
        assertThat(lines().getLast()
                        .path("details")
                        .path("outputDetails")
                        .path("truncated")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void shouldAppendToAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("logs/executions.log");
        for (int i = 0; i < 2; i++)
            try (ExecutionLogs logs = ExecutionLogs.toFile(file);
                    RunningServer server = RunningServer.start(new Observation(logs))) {
                String machine = create(server, "m", FAIL, "STANDARD", logging("FATAL", false));
                server.await(server.start(machine, "e", "{}"));
            }

        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    // Never slow, never failing.

    private static final ExecutionRow EXECUTION = ExecutionRow.started(
            1,
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "e",
            "arn:aws:states:us-east-1:000000000000:execution:m:e",
            MachineType.STANDARD,
            "",
            "arn:role",
            "",
            Instant.EPOCH,
            Map.of(),
            ExecutionRow.Origin.MACHINE);

    private static List<Event> ended(Payload output) {
        return List.of(new Event(1, 1, 0, Instant.EPOCH, 0, new Event.ExecutionSucceeded(output)));
    }

    @Test
    void shouldDropAndCountWhatFindsNoRoom() throws Exception {
        Payload large = Payload.ofText("\"" + "x".repeat(1 << 20) + "\"");
        try (ExecutionLogs logs = ExecutionLogs.to(out)) {
            for (int i = 0; i < 70; i++) logs.committed(EXECUTION, ended(large));
            assertThat(logs.dropped()).isEqualTo(7);
        }

        try (ExecutionLogs logs = ExecutionLogs.to(out)) {
            for (int i = 0; i < ExecutionLogs.TURNS_MAX + 3; i++) logs.committed(EXECUTION, ended(Payload.NULL));
            assertThat(logs.dropped()).isEqualTo(3);
        }
    }

    @Test
    void shouldCountWhatCannotBeWrittenAndGoOn() throws Exception {
        Disk disk = new Disk();
        ExecutionLogs logs = ExecutionLogs.to(disk);
        try (Skald skald = Skald.inMemory().open()) {
            skald.createStateMachine(
                    "m", PASS, MachineType.STANDARD, "r", "{\"loggingConfiguration\":" + logging("ALL", true) + "}");
            logs.watch(skald);
            logs.committed(EXECUTION, ended(Payload.NULL));
            disk.refused.await();
            disk.full = false;
            logs.committed(EXECUTION, ended(Payload.EMPTY_OBJECT));
            logs.close();
        }

        assertThat(logs.dropped()).isEqualTo(1);
        assertThat(lines().getLast().path("details").path("output").asString()).isEqualTo("{}");
    }

    /** A disk that is full at first. */
    private final class Disk extends OutputStream {
        private final CountDownLatch refused = new CountDownLatch(1);
        private volatile boolean full = true;

        @Override
        public void write(int b) throws IOException {
            if (full) {
                refused.countDown();
                throw new IOException("no space left");
            }
            out.write(b);
        }
    }
}
