package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.core.SagaStatus;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualTime;
import dev.skald.engine.task.TaskFailure;
import dev.skald.server.Contract;
import dev.skald.server.Observation;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.Receiver;
import dev.skald.tasks.functions.FunctionLogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Every operation that {@code openapi.json} names is asked once, and each answer is as it says ({@link RunningServer#send} looks). */
@Timeout(120)
class OpenApiAnswersTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String NEVER = "[{'ErrorEquals':['States.ALL'],'MaxAttempts':0}]";

    private static final String UNDO_FAILS = "{'StartAt':'Book','Saga':{},'States':{'Book':{'Type':'Task','Resource':'"
            + FUNCTION
            + "ok','TimeoutSeconds':20,'Next':'Pay','Compensate':{'Resource':'" + FUNCTION + "broken','Retry':" + NEVER
            + "}},'Pay':{'Type':'Fail','Error':'NoMoney'}}}";

    private static final String STEP_FAILS = "{'StartAt':'Charge','Saga':{'Retry':" + NEVER
            + "},'States':{'Charge':{'Type':'Task','Resource':'" + FUNCTION
            + "ok','TimeoutSeconds':20,'Pivot':true,'Next':'Send'},'Send':{'Type':'Task','Resource':'" + FUNCTION
            + "broken','TimeoutSeconds':20,'Retriable':true,'End':true}}}";

    private static final String PARKS =
            "{'StartAt':'Book','Saga':{'OnFailure':'Park'},'States':{'Book':{'Type':'Task','Resource':'"
                    + FUNCTION + "ok','TimeoutSeconds':20,'Next':'Pay','Compensate':{'Resource':'" + FUNCTION
                    + "ok'}},'Pay':{'Type':'Fail','Error':'NoMoney','Cause':'the card is empty'}}}";

    private static final String ASKS =
            "{'StartAt':'Ask','States':{'Ask':{'Type':'Task','TimeoutSeconds':9000,'End':true,"
                    + "'Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'token',"
                    + "'Payload':{'token.$':'$$.Task.Token'}}}}}";

    private static final String LETTERS =
            "{'StartAt':'Each','States':{'Each':{'Type':'Map','Label':'Each','End':true,'ItemsPath':'$.items',"
                    + "'ToleratedFailurePercentage':50,'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},"
                    + "'StartAt':'Look','States':{'Look':{'Type':'Choice','Choices':[{'Variable':'$','NumericEquals':1,'Next':'Lost'}],"
                    + "'Default':'Posted'},'Posted':{'Type':'Succeed'},'Lost':{'Type':'Fail','Error':'Lost'}}}}}}";

    private static final String FAILS =
            "{'StartAt':'F','States':{'F':{'Type':'Fail','Error':'Odd','Cause':'nobody knows'}}}";

    private static final String WAITS =
            "{'StartAt':'W','SearchAttributes':{'order.$':'$.order'},'States':{'W':{'Type':'Wait','Seconds':9000,"
                    + "'End':true}}}";

    /** Their answers are made by the module deploy, which this one does not know. */
    private static final Set<String> OF_DEPLOYMENTS =
            Set.of("POST /deployments", "GET /deployments/{deployment}", "POST /deployments/{deployment}/remove");

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final Observation observation = new Observation();
    private final EventBus bus = new EventBus(List.of(new NoQueue()), List.of());
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private Skald skald;
    private RunningServer server;

    private static final class NoQueue implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return targetArn.contains(":sqs:");
        }

        @Override
        public void deliver(Delivery delivery) throws DeliveryFailure {
            throw DeliveryFailure.forGood("the queue is gone");
        }
    }

    @BeforeEach
    void start() throws Exception {
        observation.serve(bus);
        skald = Skald.inMemory()
                .parts(time.parts())
                .performer(bus.awaitEvent())
                .listener(observation)
                .listener(bus)
                .register("ok", (input, step) -> input)
                .register("token", (input, step) -> {
                    tokens.add(input.node().path("token").asString());
                    return input;
                })
                .register("broken", (input, step) -> {
                    if (input.node().has("edited")) return input;
                    throw new TaskFailure("Broken", "it is down");
                })
                .open();
        bus.open(skald);
        server = RunningServer.over(
                skald,
                SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(0), observation, time, Deployments.NONE));
    }

    @AfterEach
    void stop() {
        bus.close();
        server.close();
    }

    private JsonNode get(String path) throws Exception {
        return answered(server.get("/api/v1" + path));
    }

    private JsonNode post(String path, String body) throws Exception {
        return answered(server.post("/api/v1" + path, body.replace('\'', '"')));
    }

    private static JsonNode answered(Reply reply) {
        assertThat(reply.status()).as(reply.http().uri() + " " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String run(String name, String definition) throws Exception {
        String machine = server.create(name, definition.replace('\'', '"'));
        return server.start(machine, name, "{\"order\": \"1\", \"items\": [0, 1, 2]}");
    }

    private void pass() throws Exception {
        time.pass(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private String parked(String name, String definition) throws Exception {
        String execution = run(name, definition);
        pass();
        assertThat(skald.describeExecution(execution).row().sagaStatus()).isEqualTo(SagaStatus.PARKED);
        return execution;
    }

    @Test
    void shouldAnswerAsOpenApiSays() throws Exception {
        machines();
        executions();
        sagas();
        tasks();
        mapRuns();
        failures();
        events();
        rest();
        Set<String> missing = new TreeSet<>();
        for (Contract.Operation operation : Contract.named())
            if (operation
                    .description()
                    .path("responses")
                    .path("200")
                    .path("content")
                    .has("application/json")) missing.add(operation.toString());
        missing.removeAll(Contract.answered());
        missing.removeAll(OF_DEPLOYMENTS);
        assertThat(missing).as("never asked").isEmpty();
    }

    private void machines() throws Exception {
        JsonNode made = post("/machines", quoted("{'name':'made','definition':'%s'}", FAILS));
        assertThat(made.path("name").asString()).isEqualTo("made");
        post("/machines/made", quoted("{'definition':'%s','publish':true,'description':'one'}", WAITS));
        post("/machines/made", quoted("{'definition':'%s','publish':true}", FAILS));
        String arn = made.path("stateMachineArn").asString();
        server.call(
                "CreateStateMachineAlias",
                "{\"name\":\"live\",\"routingConfiguration\":[{\"stateMachineVersionArn\":\"" + arn
                        + ":1\",\"weight\":100}]}");
        get("/machines?limit=1");
        get("/machines/made");
        get("/machines/made/lint");
        assertThat(get("/machines/made/versions?limit=1").path("before").asInt())
                .isEqualTo(2);
        assertThat(get("/machines/made/versions?before=2")
                        .path("versions")
                        .get(0)
                        .path("description")
                        .asString())
                .isEqualTo("one");
        post("/validate", quoted("{'definition':'%s'}", FAILS));
        post("/validate", "{'definition':'{}'}");
        post("/graph", quoted("{'definition':'%s'}", UNDO_FAILS));
        post("/convert", quoted("{'definition':'%s','format':'YAML'}", FAILS));
        post("/export", quoted("{'definition':'%s'}", UNDO_FAILS));
        post("/export", "{'definition':'{}'}");
        post("/rehearsals", quoted("{'definition':'%s'}", FAILS));
    }

    /** A definition within a body. */
    private static String quoted(String body, String definition) {
        return body.formatted(definition.replace("'", "\\'"));
    }

    private void executions() throws Exception {
        String waits = run("waits", WAITS);
        get("/executions?limit=1&attribute.order=1");
        assertThat(get("/executions?state=W").path("executions").size()).isOne();
        get("/executions/" + waits);
        get("/executions/" + waits + "/events?payloads=none");
        get("/executions/" + waits + "/variables?event=2");
        observation.functionLog().line(new FunctionLogLine(time.now(), "ok", "1", "r", waits, "Log", "said"));
        assertThat(get("/executions/" + waits + "/function-log").path("lines").size())
                .isOne();
        get("/functions/ok/log");
        get("/machines/waits/inputs");
        String fails = run("fails", FAILS);
        server.await(fails);
        post("/executions/redrive", "{'machine':'fails','dryRun':true}");
        post("/executions/" + fails + "/redrive", "{'dryRun':true}");
        post("/executions/" + fails + "/redrive", "{}");
        server.await(fails);
        post("/executions/redrive", "{'machine':'fails'}");
        server.await(fails);
    }

    private void sagas() throws Exception {
        String who = "{'who':'ann','why':'so'";
        post("/executions/" + parked("retry", UNDO_FAILS) + "/saga/retry", who + ",'input':'{\\'edited\\':1}'}");
        post("/executions/" + parked("skip", UNDO_FAILS) + "/saga/skip", who + "}");
        post("/executions/" + parked("done", UNDO_FAILS) + "/saga/done", who + ",'result':'{}'}");
        post("/executions/" + parked("happened", STEP_FAILS) + "/saga/happened", who + "}");
        post("/executions/" + parked("compensate", PARKS) + "/saga/compensate", who + "}");
        post("/executions/" + parked("abandon", PARKS) + "/saga/abandon", who + "}");
        parked("stays", UNDO_FAILS);
        String two = parked("stays-too", STEP_FAILS);
        get("/executions/" + two);
        get("/executions/" + two + "/events");
        get("/executions/" + two + "/saga");
        assertThat(get("/parks?limit=1").path("executions").size()).isOne();
        get("/parks");
        assertThat(get("/decisions?limit=1").has("before")).isTrue();
    }

    private void tasks() throws Exception {
        for (String name : List.of("approved", "rejected", "linked")) run(name, ASKS);
        pass();
        JsonNode tasks = get("/tasks").path("tasks");
        assertThat(tasks.size()).isEqualTo(3);
        get("/tasks?limit=1");
        String first = tasks.get(0).path("task").asString();
        get("/tasks/" + first);
        post("/tasks/" + first + "/links", "{'who':'ann'}");
        post("/task-links", "{'taskToken':'" + tokens.iterator().next() + "'}");
        post("/tasks/" + first + "/approve", "{'who':'ann','why':'so'}");
        post("/tasks/" + tasks.get(1).path("task").asString() + "/reject", "{'who':'ann','why':'so'}");
        get("/decisions");
    }

    private void mapRuns() throws Exception {
        String letters = run("letters", LETTERS);
        pass();
        server.await(letters);
        String run = get("/map-runs?execution=" + letters)
                .path("mapRuns")
                .get(0)
                .path("mapRunArn")
                .asString()
                .replace("/", "%2F");
        assertThat(get("/map-runs/" + run).path("failures").size()).isOne();
        assertThat(get("/map-runs/" + run + "/items?limit=2").has("before")).isTrue();
        String child = get("/map-runs/" + run + "/items")
                .path("items")
                .get(0)
                .path("executionArn")
                .asString();
        assertThat(get("/executions/" + child.replace("/", "%2F")).has("mapRunArn"))
                .isTrue();
    }

    private void failures() throws Exception {
        post("/failures/acknowledge", "{'machine':'fails','state':'F','error':'Odd','who':'ann','why':'ticket 1'}");
        assertThat(get("/failures?class=all").path("failures").size()).isGreaterThan(2);
        post("/failures/known", "{'machine':'fails','error':'Odd'}");
        post("/failures/known", "{'machine':'fails','error':'Odd','apply':true,'who':'ann','why':'so'}");
    }

    private void events() throws Exception {
        event("PutRule", "{'Name':'r','EventPattern':'{\\'source\\':[\\'shop\\']}'}");
        event("PutTargets", "{'Rule':'r','Targets':[{'Id':'1','Arn':'arn:aws:sqs:us-east-1:000000000000:orders'}]}");
        for (int i = 0; i < 2; i++)
            event("PutEvents", "{'Entries':[{'Source':'shop','DetailType':'Placed','Detail':'{}'}]}");
        pass();
        JsonNode letters = get("/dead-letters?limit=1");
        long number = letters.path("deadLetters").get(0).path("number").asLong();
        get("/dead-letters/" + number);
        post("/dead-letters/" + number + "/replay", "{'who':'ann','why':'so'}");
        pass();
        post(
                "/dead-letters/"
                        + get("/dead-letters")
                                .path("deadLetters")
                                .get(0)
                                .path("number")
                                .asLong() + "/drop",
                "{'who':'ann','why':'so'}");
        assertThat(get("/decisions?limit=2").path("decisions").get(0).has("deadLetter"))
                .isTrue();
        get("/buses");
        get("/schedules");
    }

    private void event(String action, String body) throws Exception {
        Reply reply = server.send(server.awsRequest("AWSEvents." + action, body.replace('\'', '"'))
                .build());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private void rest() throws Exception {
        get("/overview?hours=1");
        get("/slow");
        get("/status");
        get("/time");
        post("/time", "{'by':'PT1S'}");
        get("/examples");
        post("/examples/example-order", "{}");
        get("/deployments");
        get("/openapi.json");
        get("/schemas/asl-saga.schema.json");
    }

    /** What guards the answers would see an answer that is not as described. */
    @Test
    void shouldNoticeWhatIsNotDescribed() {
        for (String wrong : List.of(
                "{\"virtual\": true}",
                "{\"virtual\": true, \"now\": 1}",
                "{\"virtual\": true, \"now\": \"2026-01-01T00:00:00Z\", \"more\": 1}"))
            assertThatThrownBy(() -> Contract.check("GET", "/api/v1/time", 200, "application/json", wrong))
                    .as(wrong)
                    .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Contract.check(
                        "GET", "/api/v1/failures", 200, "application/json", "{\"failures\": [{\"state\": \"A\"}]}"))
                .isInstanceOf(AssertionError.class);
    }
}
