package dev.skald.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.Receiver;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

class EventActionsTest {
    private final LinkedBlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
    private EventBus bus;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        bus = new EventBus(List.of(new Queue()), List.of());
        var observation = new Observation();
        observation.serve(bus);
        Skald skald = Skald.inMemory()
                .performer(bus.awaitEvent())
                .listener(observation)
                .listener(bus)
                .open();
        bus.open(skald);
        server = RunningServer.over(skald, SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(0), observation));
    }

    @AfterEach
    void stop() {
        bus.close();
        server.close();
    }

    private final class Queue implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return targetArn.contains(":sqs:");
        }

        @Override
        public void deliver(Delivery delivery) throws DeliveryFailure {
            if (delivery.target().arn().endsWith("gone")) throw DeliveryFailure.forGood("gone");
            received.add(delivery);
        }
    }

    private Reply call(String action, String body) throws Exception {
        return server.send(server.awsRequest("AWSEvents." + action, body).build());
    }

    private Reply ok(String action, String body) throws Exception {
        Reply reply = call(action, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private void rule(String target) throws Exception {
        ok("PutRule", "{\"Name\": \"r\", \"EventPattern\": \"{\\\"source\\\": [\\\"shop\\\"]}\"}");
        ok("PutTargets", "{\"Rule\": \"r\", \"Targets\": [{\"Id\": \"1\", \"Arn\": \"" + target + "\"}]}");
    }

    @Test
    void shouldBringEventsToTargetsOfRules() throws Exception {
        rule("arn:aws:sqs:us-east-1:000000000000:q");
        Reply reply = ok("PutEvents", """
                {"Entries": [{"Source": "shop", "DetailType": "Placed", "Detail": "{\\"a\\": 1}", "Time": 1767225600.5,
                  "Resources": ["x"]}, {"DetailType": "Placed", "Detail": "{}"}]}""");
        assertThat(reply.http().headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
        assertThat(reply.json().path("FailedEntryCount").asInt()).isEqualTo(1);
        Delivery delivery = received.poll(10, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        assertThat(reply.json().path("Entries").path(0).path("EventId").asString())
                .isEqualTo(delivery.eventId());
        assertThat(delivery.input().node().path("time").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(reply.json().path("Entries").path(1).path("ErrorCode").asString())
                .isEqualTo("InvalidArgument");
    }

    @Test
    void shouldRefuseAsAwsDoes() throws Exception {
        assertRefused("PutEvents", "{}", "ValidationException", "'Entries' failed to satisfy constraint");
        assertRefused("PutEvents", "{\"Entries\": []}", "ValidationException", "greater than or equal to 1");
        assertRefused("PutEvents", "{\"Entries\": \"a\"}", "SerializationException", "");
        assertRefused(
                "PutEvents",
                "{\"Entries\": [{\"Source\": \"s\", \"DetailType\": \"t\", \"Detail\": \"{}\", \"Time\": \"soon\"}]}",
                "SerializationException",
                "Time");
        assertRefused("PutRule", "{\"Name\": \"r\"}", "ValidationException", "EventPattern or ScheduleExpression");
        assertRefused("PutRule", "{\"Name\": \"r\", \"EventPattern\": \"{\"}", "InvalidEventPatternException", "");
        assertRefused(
                "DescribeRule",
                "{\"Name\": \"r\"}",
                "ResourceNotFoundException",
                "Rule r does not exist on EventBus default.");
        assertRefused(
                "ListRules", "{\"EventBusName\": \"b\"}", "ResourceNotFoundException", "Event bus b does not exist.");
        assertRefused("CreateEventBus", "{\"Name\": \"default\"}", "ResourceAlreadyExistsException", "default");
        assertRefused("PutPartnerEvents", "{}", "UnknownOperationException", "PutPartnerEvents");
        rule("arn:aws:sqs:us-east-1:000000000000:q");
        assertRefused("DeleteRule", "{\"Name\": \"r\"}", "ValidationException", "it has targets");
    }

    private void assertRefused(String action, String body, String type, String message) throws Exception {
        Reply reply = call(action, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.type()).as(reply.text()).isEqualTo(type);
        assertThat(reply.message()).contains(message);
    }

    @Test
    void shouldKeepRulesAndBuses() throws Exception {
        ok("CreateEventBus", "{\"Name\": \"orders\"}");
        for (String name : List.of("a", "b", "c"))
            ok(
                    "PutRule",
                    "{\"Name\": \"" + name
                            + "\", \"EventBusName\": \"orders\", \"EventPattern\": \"{\\\"a\\\": [1]}\"}");
        Reply page = ok("ListRules", "{\"EventBusName\": \"orders\", \"Limit\": 2}");
        assertThat(page.json().path("Rules").size()).isEqualTo(2);
        Reply rest = ok(
                "ListRules",
                "{\"EventBusName\": \"orders\", \"NextToken\": \""
                        + page.json().path("NextToken").asString() + "\"}");
        assertThat(rest.json().path("Rules").path(0).path("Arn").asString())
                .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/orders/c");
        assertThat(rest.json().has("NextToken")).isFalse();
        ok("DisableRule", "{\"EventBusName\": \"orders\", \"Name\": \"a\"}");
        assertThat(ok("DescribeRule", "{\"EventBusName\": \"orders\", \"Name\": \"a\"}")
                        .json()
                        .path("State")
                        .asString())
                .isEqualTo("DISABLED");
        for (String name : List.of("a", "b", "c"))
            ok("DeleteRule", "{\"Name\": \"" + name + "\", \"EventBusName\": \"orders\"}");
        ok("DeleteEventBus", "{\"Name\": \"orders\"}");
        assertThat(ok("ListEventBuses", "{}").json().path("EventBuses").size()).isEqualTo(1);
    }

    @Test
    void shouldShowTargetsAsTheyWereGiven() throws Exception {
        rule("arn:aws:sqs:us-east-1:000000000000:q");
        ok("PutTargets", """
                {"Rule": "r", "Targets": [{"Id": "2", "Arn": "arn:aws:sqs:us-east-1:000000000000:p",
                  "InputTransformer": {"InputPathsMap": {"a": "$.detail.a"}, "InputTemplate": "<a>"},
                  "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60}}]}""");
        Reply listed = ok("ListTargetsByRule", "{\"Rule\": \"r\"}");
        assertThat(listed.json().path("Targets").path(1).toString()).isEqualTo("""
                {"Id":"2","Arn":"arn:aws:sqs:us-east-1:000000000000:p","InputTransformer":{"InputPathsMap":{"a":"$.detail.a"},\
                "InputTemplate":"<a>"},"RetryPolicy":{"MaximumRetryAttempts":3,"MaximumEventAgeInSeconds":60}}""");
        Reply names = ok("ListRuleNamesByTarget", "{\"TargetArn\": \"arn:aws:sqs:us-east-1:000000000000:p\"}");
        assertThat(names.json().path("RuleNames").toString()).isEqualTo("[\"r\"]");
        ok("RemoveTargets", "{\"Rule\": \"r\", \"Ids\": [\"1\", \"2\"]}");
        ok("DeleteRule", "{\"Name\": \"r\"}");
        assertThat(ok("TestEventPattern", "{\"EventPattern\": \"{\\\"a\\\": [1]}\", \"Event\": \"{\\\"a\\\": 1}\"}")
                        .json()
                        .path("Result")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @Timeout(30)
    void shouldShowAndReplayDeadLetters() throws Exception {
        rule("arn:aws:sqs:us-east-1:000000000000:gone");
        ok("PutTargets", """
                {"Rule": "r", "Targets": [{"Id": "2", "Arn": "arn:aws:sqs:us-east-1:000000000000:q"}]}""");
        ok("PutEvents", "{\"Entries\": [{\"Source\": \"shop\", \"DetailType\": \"t\", \"Detail\": \"{}\"}]}");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
        Reply letters = server.get("/api/v1/dead-letters");
        while (letters.json().path("deadLetters").isEmpty()) letters = server.get("/api/v1/dead-letters");
        String number =
                letters.json().path("deadLetters").path(0).path("number").asString();
        assertThat(server.get("/api/v1/dead-letters/" + number)
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("gone");
        Reply noEvent = server.post(
                "/api/v1/dead-letters/" + number + "/replay", "{\"who\": \"ann\", \"why\": \"so\", \"event\": \"[]\"}");
        assertThat(noEvent.status()).isEqualTo(400);
        assertThat(noEvent.text()).contains("ValidationException", "must be a JSON object");
        assertThat(server.post("/api/v1/dead-letters/" + number + "/drop", "{\"who\": \"ann\"}")
                        .status())
                .isEqualTo(400);
        assertThat(server.post("/api/v1/dead-letters/" + number + "/drop", "{\"who\": \"ann\", \"why\": \"old\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.post("/api/v1/dead-letters/" + number + "/replay", "{\"who\": \"ann\", \"why\": \"up\"}")
                        .status())
                .isEqualTo(404);
        JsonNode decisions = server.get("/api/v1/decisions?limit=1").json().path("decisions");
        assertThat(decisions.path(0).path("kind").asString()).isEqualTo("DROP");
        assertThat(decisions.path(0).path("why").asString()).isEqualTo("old");
        assertThat(decisions.path(0).path("deadLetter").asString()).isEqualTo(number);
        assertThat(server.get("/api/v1/buses")
                        .json()
                        .path("buses")
                        .path(0)
                        .path("rules")
                        .size())
                .isEqualTo(1);
    }
}
