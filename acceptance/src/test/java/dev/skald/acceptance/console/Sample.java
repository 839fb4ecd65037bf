package dev.skald.acceptance.console;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Limits;
import dev.skald.engine.Settings;
import dev.skald.engine.task.TaskFailure;
import java.io.IOException;
import java.time.Duration;

/** A server with executions that have run, fail, are undone, wait. */
final class Sample implements AutoCloseable {
    static final String EVIL = "<img src=x onerror=alert(1)>";

    /** Scripts, right-to-left text, other scripts, and a number that a browser would round. */
    static final String EVIL_INPUT = "{\"note\":\"<script>alert(1)</script>\",\"name\":\"שלום עולם \\u202e abc 日本語\","
            + "\"number\":12345678901234567890,\"" + EVIL + "\":1}";

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final Duration RUN_MAX = Duration.ofSeconds(90);

    private static final String WORK = "arn:aws:states:us-east-1:000000000000:activity:work";

    private static final String TRIP = """
            {"StartAt":"Book","Saga":{},"States":{
              "Book":{"Type":"Task","Resource":"%1$sbook","TimeoutSeconds":20,"ResultPath":"$.booked",
                      "Compensate":{"Resource":"%1$sunbook"},"Next":"Each"},
              "Each":{"Type":"Map","ItemsPath":"$.items","ResultPath":null,"Next":"Pay","ItemProcessor":{"StartAt":"Look","States":{
                "Look":{"Type":"Choice","Choices":[{"Variable":"$","NumericGreaterThan":2,"Next":"Big"}],"Default":"Small"},
                "Big":{"Type":"Pass","End":true},"Small":{"Type":"Pass","End":true}}}},
              "Pay":{"Type":"Task","Resource":"%1$spay","TimeoutSeconds":20,"NoCompensation":"it is the last","Next":"Done"},
              "Done":{"Type":"Succeed"}}}
            """.formatted("arn:aws:lambda:us-east-1:000000000000:function:");

    private static final String HOLD = """
            {"StartAt":"Work","States":{"Work":{"Type":"Task","End":true,
              "Resource":"arn:aws:states:us-east-1:000000000000:activity:work"}}}
            """;

    private static final String LOOP = """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"First","States":{
              "First":{"Type":"Pass","Next":"Second"},"Second":{"Type":"Pass","End":true}}}}}}
            """;

    /** Fails, and waits for a long while before each next attempt; or fails at once. */
    private static final String FLAKY = """
            {"StartAt":"Try","States":{"Try":{"Type":"Task","End":true,"TimeoutSeconds":20,"Resource":"%1$sflaky",
              "Retry":[{"ErrorEquals":["Later"],"IntervalSeconds":600}]}}}
            """.formatted("arn:aws:lambda:us-east-1:000000000000:function:");

    private static final String PARENT = """
            {"StartAt":"Child","States":{"Child":{"Type":"Task","End":true,"TimeoutSeconds":600,
              "Resource":"arn:aws:states:::states:startExecution.sync:2",
              "Parameters":{"StateMachineArn":"%1$s","Name":"child","Input":{}}}}}
            """;

    private static final String FOUND = """
            {"StartAt":"Wait here","SearchAttributes":{"order.$":"$.order"},"States":{
              "Wait here":{"Type":"Wait","Seconds":9000,"Next":"Done"},"Done":{"Type":"Succeed"}}}
            """;

    /** AWS has 256 KiB; here as much as pages are made for. */
    private static final int PAYLOAD_BYTES_MAX = 4 << 20;

    final RunningServer server;

    /** What the flaky task fails with; empty when it succeeds. */
    volatile String error = "Broken";

    private Sample() throws IOException {
        server = RunningServer.with(builder -> builder.settings(
                        settings(Limits.AWS.withPayloadBytesMax(PAYLOAD_BYTES_MAX)))
                .register("book", (input, step) -> input)
                .register("unbook", (input, step) -> input)
                .register("flaky", (input, step) -> {
                    if (!error.isEmpty()) throw new TaskFailure(error, "not now");
                    return input;
                })
                .register("pay", (input, step) -> {
                    if (input.node().path("poor").asBoolean(false))
                        throw new TaskFailure("NoMoney", "the card is empty");
                    return input;
                }));
    }

    /** The usual ones, but for the limits. */
    static Settings settings(Limits limits) {
        Settings usual = Settings.DEFAULTS;
        return new Settings(
                usual.accountId(),
                usual.region(),
                limits,
                usual.functionConcurrency(),
                usual.openExecutionsMax(),
                usual.restAfter(),
                usual.retention(),
                usual.keepExpressHistory());
    }

    static Sample start() throws IOException {
        Sample sample = new Sample();
        sample.server.skald().createActivity("work", "{}");
        return sample;
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    String machine(String name, String definition) {
        return server.skald()
                .createStateMachine(name, definition, MachineType.STANDARD, ROLE, "{}")
                .arn();
    }

    /** Starts an execution; gives its ARN. */
    String run(String machine, String name, String input) {
        return server.skald()
                .startExecution(machine, name, Payload.ofText(input))
                .arn();
    }

    String trip() {
        return machine("trip", TRIP);
    }

    String hold() {
        return machine("hold", HOLD);
    }

    String loop() {
        return machine("loop", LOOP);
    }

    String flaky() {
        return machine("flaky", FLAKY);
    }

    /** Starts an execution of another machine, and waits for it. */
    String parent(String child) {
        return machine("parent", PARENT.formatted(child));
    }

    String found() {
        return machine("found", FOUND);
    }

    String evil() {
        return machine(
                "evil",
                "{\"StartAt\":\"" + EVIL + "\",\"States\":{\"" + EVIL + "\":{\"Type\":\"Pass\",\"End\":true}}}");
    }

    /** Does so many tasks of the activity, once they wait. */
    void work(int tasks) throws InterruptedException {
        for (int done = 0; done < tasks; done++) {
            String token = server.skald()
                    .getActivityTask(WORK, "worker", RUN_MAX)
                    .orElseThrow()
                    .taskToken();
            server.skald().completeTask(token, Payload.EMPTY_OBJECT);
        }
    }

    void await(String execution) {
        server.skald().await(execution, RUN_MAX);
    }

    /** The address of an execution's page. */
    static String page(String execution) {
        return "/executions/" + execution;
    }

    @Override
    public void close() {
        server.close();
    }
}
