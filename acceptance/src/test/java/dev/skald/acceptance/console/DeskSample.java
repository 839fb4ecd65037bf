package dev.skald.acceptance.console;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.OperatorAction;
import dev.skald.core.SagaStatus;
import dev.skald.engine.Skald;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.Receiver;
import dev.skald.tasks.functions.FunctionLogLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A server with an event bus, whose executions come to a stand where only a person gets them on. */
final class DeskSample implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(90);
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String NEVER = "[{\"ErrorEquals\":[\"States.ALL\"],\"MaxAttempts\":0}]";

    private static final String UNDO_FAILS = """
            {"StartAt":"Book","Saga":{},"States":{
              "Book":{"Type":"Task","Resource":"%1$sok","TimeoutSeconds":20,"Next":"Pay",
                      "Compensate":{"Resource":"%1$sbroken","Retry":%2$s}},
              "Pay":{"Type":"Fail","Error":"NoMoney","Cause":"the card is empty"}}}
            """.formatted(FUNCTION, NEVER);

    private static final String STEP_FAILS = """
            {"StartAt":"Charge","Saga":{"Retry":%2$s},"States":{
              "Charge":{"Type":"Task","Resource":"%1$sok","TimeoutSeconds":20,"Pivot":true,"Next":"Send"},
              "Send":{"Type":"Task","Resource":"%1$sbroken","TimeoutSeconds":20,"Retriable":true,"End":true}}}
            """.formatted(FUNCTION, NEVER);

    /** Nobody knows whether it was charged: the pivot is uncertain, with a step before it. */
    private static final String PIVOT_UNKNOWN = """
            {"StartAt":"Book","Saga":{"Retry":%2$s},"States":{
              "Book":{"Type":"Task","Resource":"%1$sok","TimeoutSeconds":20,"Next":"Charge","Compensate":{"Resource":"%1$sok"}},
              "Charge":{"Type":"Task","Resource":"%1$sunknown","TimeoutSeconds":20,"Pivot":true,"End":true}}}
            """.formatted(FUNCTION, NEVER);

    private static final String PARKS = """
            {"StartAt":"Book","Saga":{"OnFailure":"Park"},"States":{
              "Book":{"Type":"Task","Resource":"%1$sok","TimeoutSeconds":20,"Next":"Pay","Compensate":{"Resource":"%1$sok"}},
              "Pay":{"Type":"Fail","Error":"NoMoney","Cause":"the card is empty"}}}
            """.formatted(FUNCTION);

    private static final String ASK = """
            {"StartAt":"Ask","QueryLanguage":"JSONata","States":{"Ask":{"Type":"Task","TimeoutSeconds":9000,"End":true,
              "Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments":{"FunctionName":"ok","Payload":{"order":"{%% $states.input.order %%}","token":"{%% $states.context.Task.Token %%}"%1$s}}}}}
            """;

    private static final String FORM = """
            ,"form":{"required":["limit"],"properties":{"limit":{"type":"integer","title":"Limit in euros"},
             "risk":{"enum":["low","high"],"title":"Risk"},"vip":{"type":"boolean","title":"Is a friend"}}}""";

    private static final int LONG = 40_000;

    /** Which executions are mended: what is broken works for these. */
    private final Set<String> mended = ConcurrentHashMap.newKeySet();

    private final Observation observation = new Observation();
    private final EventBus bus = new EventBus(List.of(new Queue()), List.of());
    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningServer server;
    volatile boolean queueIsDown = true;

    /** What the queue got. */
    final List<String> delivered = new CopyOnWriteArrayList<>();

    DeskSample() throws IOException {
        observation.serve(bus);
        Skald skald = Skald.inMemory()
                .performer(bus.awaitEvent())
                .performer(observation.sdkTasks())
                .listener(observation)
                .listener(bus)
                .register("ok", (input, step) -> input)
                .register("broken", this::broken)
                .register("unknown", (input, step) -> {
                    throw new TaskFailure("NoAnswer", "the line is dead", Effect.UNCERTAIN);
                })
                .register("logs", this::logs)
                .open();
        bus.open(skald);
        server = new RunningServer(skald, SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(0), observation));
    }

    private Payload broken(Payload input, StepContext step) throws TaskFailure {
        if (input.node().has("edited") || mended.contains(step.executionArn())) return input;
        throw new TaskFailure("Broken", "the stock system is down");
    }

    private Payload logs(Payload input, StepContext step) {
        for (String text : List.of("looking at it", "<script>alert(1)</script>"))
            observation
                    .functionLog()
                    .line(new FunctionLogLine(Instant.now(), "logs", "1", "r", step.executionArn(), "Log", text));
        return input;
    }

    private final class Queue implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return targetArn.contains(":sqs:");
        }

        @Override
        public void deliver(Delivery delivery) throws DeliveryFailure {
            if (queueIsDown) throw DeliveryFailure.forGood("the queue is gone");
            delivered.add(delivery.input().text());
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    Skald skald() {
        return server.skald();
    }

    /** Deploys a machine and starts an execution of it; gives the ARN. */
    String run(String machine, String definition, String name, String input) {
        String arn = skald().deploy(machine, definition, MachineType.STANDARD);
        return skald().startExecution(arn, name, Payload.ofText(input)).arn();
    }

    /** A compensation is parked. */
    String undoFails(String machine) {
        return parked(run(machine, UNDO_FAILS, machine + "-1", "{\"order\":4711}"));
    }

    /** A step on the way forward is parked. */
    String stepFails(String machine) {
        return parked(run(machine, STEP_FAILS, machine + "-1", "{\"order\":4711}"));
    }

    /** A pivot is parked of which nobody knows whether it happened. */
    String pivotUnknown(String machine) {
        return parked(run(machine, PIVOT_UNKNOWN, machine + "-1", "{\"order\":4711}"));
    }

    /** A failure is parked. */
    String failureParks(String machine) {
        return parked(run(machine, PARKS, machine + "-1", "{\"order\":4711}"));
    }

    private String parked(String execution) {
        await(() -> skald().describeExecution(execution).row().sagaStatus() == SagaStatus.PARKED);
        return execution;
    }

    /** A task waits for an answer. */
    String asks(String machine, boolean form) {
        return asks(machine, form ? FORM : "");
    }

    /** A task that was sent more than lists have, with a form that begins with an answer. */
    String asksAtLength(String machine) {
        String begun = FORM.replace("\"type\":\"integer\"", "\"type\":\"integer\",\"default\":250");
        return asks(machine, begun + ",\"note\":\"" + "n".repeat(LONG) + "\"");
    }

    private String asks(String machine, String more) {
        String execution = run(machine, ASK.formatted(more), machine + "-1", "{\"order\":4711}");
        await(() -> !skald().listWaitingTasks(null, execution, null, 1).tasks().isEmpty());
        return execution;
    }

    /** One of many tasks of a machine that wait. */
    void asksOnce(String machine, String name) {
        run(machine, ASK.formatted(""), name, "{\"order\":4711}");
    }

    void awaitTasks(String machine, int count) {
        String arn = skald().deploy(machine, ASK.formatted(""), MachineType.STANDARD);
        await(() -> skald().listWaitingTasks(arn, null, null, count).tasks().size() == count);
    }

    /** Somebody decides about the one thing that is parked, elsewhere than in the browser. */
    void decide(String execution, OperatorAction action, String who, String why) {
        long park = skald().describeSaga(execution).parks().getFirst().id();
        skald().operate(execution, new Command.Operate(action, park, null, who, why));
    }

    void mend(String execution) {
        mended.add(execution);
    }

    void awaitEnd(String execution) {
        skald().await(execution, WAIT_MAX);
    }

    /** Has an event go to a queue that is gone. */
    void deadLetter() throws Exception {
        events("PutRule", "{\"Name\": \"r\", \"EventPattern\": \"{\\\"source\\\": [\\\"shop\\\"]}\"}");
        events("PutTargets", """
                {"Rule": "r", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:000000000000:orders"}]}""");
        int before = bus.deadLetters(0, 100).size();
        events("PutEvents", """
                {"Entries": [{"Source": "shop", "DetailType": "Placed", "Detail": "{\\"order\\": \\"<b>4711</b>\\"}"}]}""");
        await(() -> bus.deadLetters(0, 100).size() > before);
    }

    int deadLetters() {
        return bus.deadLetters(0, 100).size();
    }

    private void events(String action, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url()))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSEvents." + action)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new AssertionError(answer.body());
    }

    static void await(Callable<Boolean> reached) {
        Awaitility.await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(20)).until(reached);
    }

    @Override
    public void close() {
        http.close();
        bus.close();
        server.close();
    }
}
