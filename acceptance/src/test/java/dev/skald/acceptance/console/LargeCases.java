package dev.skald.acceptance.console;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Limits;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server with what is large: 300 states, 10,000 items, 20,000 events, 2 MB of JSON. */
final class LargeCases implements AutoCloseable {
    static final int STATES = 300;
    static final int ITEMS = 10_000;

    /** Every so manieth item fails. */
    static final int FAILS_EACH = 500;

    static final int EVENTS_MIN = 20_000;

    /** Of an inline Map with two states in it. */
    private static final int EVENTS_PER_ITERATION = 6;

    private static final int JSON_BYTES_MIN = 2_000_000;
    private static final Duration RUN_MAX = Duration.ofMinutes(3);

    private static final String LETTERS = """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","Label":"Each","End":true,"ResultPath":null,"ItemsPath":"$.items",
              "ToleratedFailurePercentage":50,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
              "StartAt":"Look","States":{
                "Look":{"Type":"Choice","Choices":[{"Variable":"$.bad","BooleanEquals":true,"Next":"Lost"}],"Default":"Posted"},
                "Posted":{"Type":"Succeed"},"Lost":{"Type":"Fail","Error":"Lost","Cause":"<b>nobody</b> knows"}}}}}}
            """;

    private static final String LOOP = """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ResultPath":null,"ItemProcessor":{"StartAt":"First","States":{
              "First":{"Type":"Pass","Next":"Second"},"Second":{"Type":"Pass","End":true}}}}}}
            """;

    final RunningServer server;
    final String states;
    final String mapRun;
    final String events;
    final String json;

    private LargeCases(RunningServer server) {
        this.server = server;
        states = machine("states", states(STATES));
        json = run(
                machine("json", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}"),
                longInput());
        events = run(machine("loop", LOOP), items(EVENTS_MIN / EVENTS_PER_ITERATION + 1, ""));
        String letters = run(machine("letters", LETTERS), "{\"items\":" + items(ITEMS, "bad") + "}");
        for (String execution : new String[] {json, events, letters})
            server.skald().await(execution, RUN_MAX);
        mapRun = server.skald()
                .listMapRuns(letters, Long.MAX_VALUE, 1)
                .getFirst()
                .arn();
    }

    static LargeCases start() throws IOException {
        return new LargeCases(RunningServer.with(
                builder -> builder.settings(Sample.settings(Limits.AWS.withPayloadBytesMax(2 * JSON_BYTES_MIN)))));
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    String mapRunPage() {
        return "/map-runs/" + URLEncoder.encode(mapRun, StandardCharsets.UTF_8);
    }

    private String machine(String name, String definition) {
        return server.skald().deploy(name, definition, MachineType.STANDARD);
    }

    private String run(String machine, String input) {
        return server.skald().start(machine, "large", Payload.ofText(input));
    }

    /** A line; each state may fail, every fifth skips three. */
    private static String states(int count) {
        StringBuilder out = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
        for (int i = 0; i < count - 1; i++)
            out.append("\n\"S").append(i).append("\":{").append(state(i, count)).append("},");
        return out.append("\n\"Failed\":{\"Type\":\"Fail\",\"Error\":\"E\"}}}").toString();
    }

    private static String state(int i, int count) {
        int last = count - 2;
        if (i == last) return "\"Type\":\"Succeed\"";
        String next = "S" + (i + 1);
        if (i % 5 == 4)
            return "\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"NumericEquals\":" + i + ",\"Next\":\"S"
                    + Math.min(last, i + 4) + "\"}],\"Default\":\"" + next + "\"";
        return "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"TimeoutSeconds\":9,"
                + "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"Failed\"}],\"Next\":\"" + next + "\"";
    }

    private static String items(int count, String failing) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            if (i > 0) out.append(',');
            if (failing.isEmpty()) out.append(i);
            else
                out.append("{\"")
                        .append(failing)
                        .append("\":")
                        .append(i % FAILS_EACH == 0)
                        .append('}');
        }
        return out.append(']').toString();
    }

    private static String longInput() {
        StringBuilder out = new StringBuilder(JSON_BYTES_MIN + 1_000).append("{\"rows\":[");
        for (int i = 0; out.length() < JSON_BYTES_MIN; i++) {
            if (i > 0) out.append(',');
            out.append("{\"row\":")
                    .append(i)
                    .append(",\"text\":\"<b>row</b> שלום ")
                    .append(i)
                    .append("\",\"list\":[1,2,3]}");
        }
        return out.append("]}").toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
