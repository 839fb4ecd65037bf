package dev.skald.tasks.events;

import static dev.skald.tasks.events.BusWorld.rule;
import static dev.skald.tasks.events.BusWorld.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventBusTest {
    private static final String ORDERS = "{\"source\": [\"shop\"]}";

    private final BusWorld world = new BusWorld();

    // Accepting.

    @Test
    void shouldStartMachineForMatchingEvent() {
        world.rules(rule(
                "r",
                "{\"source\": [\"shop\"], \"detail\": {\"amount\": [{\"numeric\": [\">\", 10]}]}}",
                to(world.passing("order"))));
        world.put("shop", "Placed", "{\"amount\": 5}");
        world.put("shop", "Placed", "{\"amount\": 12}");
        world.put("other", "Placed", "{\"amount\": 12}");
        List<ExecutionRow> started = world.executions("order");
        assertThat(started).hasSize(1);
        JsonNode event = world.result(started.getFirst().arn()).input().node();
        assertThat(event.propertyNames())
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(event.path("version").asString()).isEqualTo("0");
        assertThat(event.path("detail-type").asString()).isEqualTo("Placed");
        assertThat(event.path("account").asString()).isEqualTo("000000000000");
        assertThat(event.path("time").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(event.path("detail").path("amount").asInt()).isEqualTo(12);
        assertThat(started.getFirst().name()).startsWith(event.path("id").asString() + "_");
    }

    @Test
    void shouldRefuseEntriesAsAwsDoes() {
        List<PutEvents.Result> results = world.bus.putEvents(List.of(
                new PutEvents.Entry(null, "t", "{}", List.of(), null, null),
                new PutEvents.Entry("s", null, "{}", List.of(), null, null),
                new PutEvents.Entry("s", "t", null, List.of(), null, null),
                new PutEvents.Entry("s", "t", "\"text\""),
                new PutEvents.Entry("aws.s3", "t", "{}"),
                new PutEvents.Entry("s", "t", "{}", List.of(), null, "nowhere"),
                new PutEvents.Entry("s", "t", "{}")));
        assertThat(results.subList(0, 6))
                .containsExactly(
                        new PutEvents.Result.Refused(
                                "InvalidArgument",
                                "Parameter Source is not valid. Reason: Source is a required argument."),
                        new PutEvents.Result.Refused(
                                "InvalidArgument",
                                "Parameter DetailType is not valid. Reason: DetailType is a required argument."),
                        new PutEvents.Result.Refused(
                                "InvalidArgument",
                                "Parameter Detail is not valid. Reason: Detail is a required argument."),
                        new PutEvents.Result.Refused("MalformedDetail", "Detail is malformed."),
                        new PutEvents.Result.Refused(
                                "NotAuthorizedForSourceException", "Not authorized for the source."),
                        new PutEvents.Result.Refused("ResourceNotFoundException", "Event bus nowhere does not exist."));
        assertThat(results.get(6)).isInstanceOf(PutEvents.Result.Accepted.class);
    }

    /** The ruler library reads less than JSON may hold: who sends more than that is refused, and nobody else. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseWhatNoPatternCanBeMatchedAgainst(boolean hasRule) {
        if (hasRule) world.rules(rule("r", ORDERS, to("test:t")));
        String longName = "{\"" + "n".repeat(60_000) + "\": 1}";
        String deep = "{\"a\": " + "[".repeat(999) + "]".repeat(999) + "}";
        List<PutEvents.Result> results = world.bus.putEvents(List.of(
                new PutEvents.Entry("shop", "t", longName),
                new PutEvents.Entry("shop", "t", deep),
                new PutEvents.Entry("shop", "t", "{}")));
        world.settle();
        var malformed = new PutEvents.Result.Refused("MalformedDetail", "Detail is malformed.");
        assertThat(results.subList(0, 2)).containsExactly(malformed, malformed);
        assertThat(results.get(2)).isInstanceOf(PutEvents.Result.Accepted.class);
        assertThat(world.received).hasSize(hasRule ? 1 : 0);
        for (String event : List.of(longName, deep.replace("[[", "[[[").replace("]]", "]]]")))
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> RuleCatalogue.matches(ORDERS, event))
                    .matches(refused -> refused.code().equals("ValidationException"));
    }

    /** A bug in one change is that change's alone, unless it has written half of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetAChangeThatBreaksHarmNobodyElse(boolean half) {
        var writer = new EventWriter(world.skald.events());
        writer.open();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> writer.write(batch -> {
                    if (half) batch.accept("default", "id", "{}");
                    throw new IllegalStateException("a bug");
                }))
                .matches(refused -> refused.code().equals("InternalFailure")
                        || refused.code().startsWith("ServiceUnavailable"))
                .matches(refused -> refused.message().contains("nothing is written") != half);
        assertThat(world.memory.events().events("default", Instant.EPOCH, 0, 9)).isEmpty();
    }

    @Test
    void shouldRefuseTooManyAndTooLarge() {
        var entry = new PutEvents.Entry("s", "t", "{}");
        var large = new PutEvents.Entry("s", "t", "{\"a\": \"" + "x".repeat(PutEvents.BYTES_MAX) + "\"}");
        for (List<PutEvents.Entry> wrong : List.of(
                List.<PutEvents.Entry>of(),
                IntStream.range(0, 11).mapToObj(_ -> entry).toList(),
                List.of(entry, large)))
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> world.bus.putEvents(wrong))
                    .matches(refused -> refused.code().equals("ValidationException"));
    }

    // Targets.

    @Test
    void shouldGiveTargetsWhatTheyWant() {
        world.rules(
                rule("all", ORDERS, to("test:all")),
                rule("constant", ORDERS, to("test:constant", new EventTarget.Input.Constant("{\"a\":1}"))),
                rule("part", ORDERS, to("test:part", new EventTarget.Input.Part("$.detail.who"))),
                rule(
                        "template",
                        ORDERS,
                        to(
                                "test:template",
                                new EventTarget.Input.Transformer(
                                        Map.of("who", "$.detail.who", "n", "$.detail.n", "none", "$.detail.none"),
                                        "{\"text\": \"<who> by <aws.events.rule-name>: <none>\", \"who\": <who>, \"n\": <n>}"))),
                rule(
                        "text",
                        ORDERS,
                        to(
                                "test:text",
                                new EventTarget.Input.Transformer(Map.of("n", "$.detail.n"), "\"number <n>\""))));
        world.put("shop", "Placed", "{\"who\": \"A \\\"B\\\"\", \"n\": 3}");
        assertThat(input("test:all").path("source").asString()).isEqualTo("shop");
        assertThat(input("test:constant")).isEqualTo(Json.parseTrusted("{\"a\":1}"));
        assertThat(input("test:part").asString()).isEqualTo("A \"B\"");
        assertThat(input("test:template"))
                .isEqualTo(Json.parseTrusted(
                        "{\"text\": \"A \\\"B\\\" by template: \", \"who\": \"A \\\"B\\\"\", \"n\": 3}"));
        assertThat(input("test:text").asString()).isEqualTo("number 3");
    }

    private JsonNode input(String arn) {
        return world.received.stream()
                .filter(delivery -> delivery.target().arn().equals(arn))
                .findFirst()
                .orElseThrow()
                .input()
                .node();
    }

    @Test
    void shouldInvokeFunctionThreeTimesWhenItFails() {
        int[] calls = new int[1];
        world.function("f", (_, _) -> {
            calls[0]++;
            throw new IllegalStateException("broken");
        });
        world.crash();
        world.rules(rule("r", ORDERS, to(BusWorld.LAMBDA + "f")));
        world.put("shop", "Placed", "{}");
        world.pass(Duration.ofHours(1));
        assertThat(calls[0]).isEqualTo(FunctionReceiver.RAISED_ATTEMPTS_MAX);
        assertThat(world.bus.deadLetters(0, 9))
                .singleElement()
                .satisfies(letter -> assertThat(letter.error()).contains("broken"));
    }

    @Test
    void shouldPassEventsToAnotherBus() {
        String bus = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
        var there = new EventRule("there", "orders", ORDERS, true, null, List.of(to("test:there")));
        world.bus.deploy("test", List.of("orders"), List.of(rule("here", ORDERS, to(bus)), there), List.of());
        PutEvents.Result result = world.put("shop", "Placed", "{}").getFirst();
        assertThat(world.received).singleElement().satisfies(delivery -> {
            assertThat(result).isEqualTo(new PutEvents.Result.Accepted(delivery.eventId()));
            assertThat(delivery.source()).endsWith("rule/orders/there");
        });
    }

    @Test
    void shouldLetSeveralProjectsListenOnOneBus() {
        var one = new EventRule("one", "shared", ORDERS, true, null, List.of(to("test:one")));
        var two = new EventRule("two", "shared", ORDERS, true, null, List.of(to("test:two")));
        world.bus.deploy("one", List.of(), List.of(one), List.of());
        world.bus.deploy("two", List.of(), List.of(two), List.of());
        world.bus.deploy("owner", List.of("shared"), List.of(), List.of());
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> world.bus.check("other", List.of("shared"), List.of(), List.of()))
                .withMessageContaining("defined by owner");
        world.bus.deploy("owner", List.of(), List.of(), List.of());
        world.bus.putEvents(List.of(new PutEvents.Entry("shop", "Placed", "{}", List.of(), null, "shared")));
        world.settle();
        assertThat(world.received).extracting(delivery -> delivery.source()).hasSize(2);
    }

    @Test
    void shouldRefuseEventsInACircle() {
        String back = "arn:aws:events:us-east-1:000000000000:event-bus/default";
        String forth = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
        var there = new EventRule("there", "orders", ORDERS, true, null, List.of(to(back)));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> world.bus.deploy(
                        "test", List.of("orders"), List.of(rule("here", ORDERS, to(forth)), there), List.of()))
                .withMessageContaining("circle");
        assertThat(world.bus.catalogue().rules("default")).isEmpty();
    }

    // Failing targets.

    @Test
    void shouldTryAgainWithLongerAndLongerPauses() {
        int[] failures = {5};
        world.targets.put("test:t", _ -> {
            if (failures[0]-- > 0) throw DeliveryFailure.again("down");
        });
        world.rules(rule("r", ORDERS, to("test:t")));
        world.put("shop", "Placed", "{}");
        assertThat(failures[0]).isEqualTo(4);
        world.pass(Duration.ofSeconds(1));
        assertThat(failures[0]).isEqualTo(3);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.received)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.attempts()).isEqualTo(5));
        world.pass(Duration.ofDays(2));
        assertThat(world.received).hasSize(1);
    }

    @Test
    void shouldKeepDeadLettersAndReplayThem() {
        boolean[] broken = {true};
        world.targets.put("test:t", _ -> {
            if (broken[0]) throw DeliveryFailure.again("down");
        });
        var retry = new EventTarget.Retry(2, Duration.ofHours(1), "test:queue");
        var target = new EventTarget("t", "test:t", new EventTarget.Input.Event(), retry);
        world.rules(rule("r", ORDERS, target));
        world.put("shop", "Placed", "{}");
        world.pass(Duration.ofMinutes(1));
        DeadLetter letter = world.bus.deadLetters(0, 9).getFirst();
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.error()).isEqualTo("down");
        assertThat(world.received)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.target().arn()).isEqualTo("test:queue"));

        broken[0] = false;
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> world.bus.replay(letter.number(), "ann", "x".repeat(4_097)))
                .matches(refused -> refused.code().equals("ValidationException"));
        world.bus.replay(letter.number(), "ann", "it is up");
        world.settle();
        assertThat(world.received).hasSize(2);
        assertThat(world.bus.deadLetters(0, 9)).isEmpty();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> world.bus.drop(letter.number(), "ann", "gone"))
                .matches(refused -> refused.code().equals("DeadLetterDoesNotExist"));
    }

    /** What a person changes is what the target gets, its dead-letter queue too; others have got it as it was. */
    @Test
    void shouldSendAChangedEvent() {
        List<String> got = new ArrayList<>();
        world.targets.put("test:t", delivery -> {
            got.add(delivery.input().node().path("detail").toString());
            throw DeliveryFailure.forGood("cannot read it");
        });
        var retry = new EventTarget.Retry(0, Duration.ofHours(1), "test:queue");
        world.rules(rule("r", ORDERS, new EventTarget("t", "test:t", new EventTarget.Input.Event(), retry)));
        world.put("shop", "Placed", "{\"limit\":1}");
        DeadLetter letter = world.bus.deadLetters(0, 9).getFirst();
        String event = letter.event();
        for (String bad : List.of(
                "[]",
                event.replace(letter.eventId(), "another"),
                event.replace("\"shop\"", "\"\""),
                event.replace("\"Placed\"", "7"),
                event.replace("{\"limit\":1}", "1"),
                event.replace("{\"limit\":1}", "{\"a\":\"" + "x".repeat(PutEvents.BYTES_MAX) + "\"}")))
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> world.bus.replayChanged(letter.number(), Payload.ofText(bad), "ann", "so"))
                    .matches(refused -> refused.code().equals("ValidationException"));

        String mended = event.replace("{\"limit\":1}", "{\"limit\":12345678901234567890}");
        world.bus.replayChanged(letter.number(), Payload.ofText(mended), "ann", "so");
        world.settle();
        assertThat(got).containsExactly("{\"limit\":1}", "{\"limit\":12345678901234567890}");
        assertThat(world.bus.deadLetter(letter.number()).event()).isEqualTo(mended);
        assertThat(world.received)
                .extracting(delivery -> delivery.input().node().path("detail").toString())
                .containsExactlyElementsOf(got);
        world.bus.replay(letter.number(), "ann", "as it is now");
        world.settle();
        assertThat(got).hasSize(3).last().isEqualTo("{\"limit\":12345678901234567890}");
    }

    /** However old its event is. */
    @Test
    void shouldTryADeadLetterFromTheBeginning() {
        int[] attempts = {0};
        world.targets.put("test:t", _ -> {
            attempts[0]++;
            throw DeliveryFailure.again("down");
        });
        var retry = new EventTarget.Retry(4, Duration.ofHours(1), null);
        world.rules(rule("r", ORDERS, new EventTarget("t", "test:t", new EventTarget.Input.Event(), retry)));
        world.put("shop", "Placed", "{}");
        for (int round = 1; round <= 3; round++) {
            world.pass(Duration.ofDays(3));
            assertThat(attempts[0]).isEqualTo(5 * round);
            world.bus.replay(world.bus.deadLetters(0, 1).getFirst().number(), "ann", "once more");
            world.settle();
        }
    }

    @Test
    void shouldGiveUpAtOnceWhatCannotSucceed() {
        world.rules(
                rule("gone", ORDERS, to("arn:aws:states:us-east-1:000000000000:stateMachine:gone")),
                rule("unknown", ORDERS, to("arn:aws:sqs:us-east-1:000000000000:q")));
        world.put("shop", "Placed", "{}");
        assertThat(world.bus.deadLetters(0, 9))
                .extracting(DeadLetter::error)
                .anyMatch(error -> error.contains("StateMachineDoesNotExist"))
                .anyMatch(error -> error.contains("Nothing here delivers to"));
        world.bus.drop(world.bus.deadLetters(0, 1).getFirst().number(), "ann", "nobody wants it");
        assertThat(world.bus.deadLetters(0, 9)).hasSize(1);
    }

    @Test
    void shouldDeliverToOthersWhileOneTargetFails() {
        world.targets.put("test:bad", _ -> {
            throw DeliveryFailure.again("down");
        });
        world.rules(rule("bad", ORDERS, to("test:bad")), rule("good", ORDERS, to("test:good")));
        for (int i = 0; i < 300; i++) world.bus.putEvents(List.of(new PutEvents.Entry("shop", "Placed", "{}")));
        world.settle();
        assertThat(world.received).hasSize(300);
    }

    // Crashes.

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldStartOneExecutionPerEventWhateverCrashes(long seed) {
        var crashing = new BusWorld(seed);
        crashing.rules(rule("r", ORDERS, to(crashing.passing("order"))));
        for (int i = 0; i < 20; i++) {
            crashing.bus.putEvents(List.of(new PutEvents.Entry("shop", "Placed", "{}")));
            crashing.steps((int) (seed * i % 13));
            crashing.crash();
        }
        crashing.pass(Duration.ofMinutes(1));
        assertThat(crashing.executions("order")).hasSize(20).allMatch(row -> row.status() == Status.SUCCEEDED);
        assertThat(crashing.bus.deadLetters(0, 9)).isEmpty();
    }

    @Test
    void shouldTellThatTheOutcomeIsOpenWhenTheStoreBreaks() {
        world.rules(rule("r", ORDERS, to("test:t")));
        for (Fault fault : List.of(Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT)) {
            world.fault = fault;
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> world.bus.putEvents(List.of(new PutEvents.Entry("shop", "Placed", "{}"))))
                    .matches(refused -> refused.code().equals("InternalFailure")
                            || refused.code().startsWith("ServiceUnavailable"));
            world.pass(Duration.ofSeconds(5));
        }
        world.put("shop", "Placed", "{}");
        assertThat(world.received).hasSize(2);
    }

    // Definitions.

    @Test
    void shouldReplaceDefinitionsOfAnApplicationAtOnce() {
        world.bus.deploy("one", List.of(), List.of(rule("a", ORDERS, to("test:a"))), List.of());
        world.bus.deploy("two", List.of(), List.of(rule("b", ORDERS, to("test:b"))), List.of());
        world.bus.deploy("one", List.of(), List.of(rule("c", ORDERS, to("test:c"))), List.of());
        world.crash();
        assertThat(world.bus.catalogue().rules("default"))
                .extracting(EventRule::name)
                .containsExactly("b", "c");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () -> world.bus.deploy("one", List.of(), List.of(rule("b", ORDERS, to("test:a"))), List.of()))
                .withMessage("The rule b is defined by two already.");
        world.put("shop", "Placed", "{}");
        assertThat(world.received)
                .extracting(delivery -> delivery.target().arn())
                .containsExactlyInAnyOrder("test:b", "test:c");
    }

    @Test
    void shouldRefusePatternsThatAreNone() {
        for (String wrong : List.of("{", "{\"source\": \"shop\"}", "{\"a\": [{\"unknown\": 1}]}", "[]"))
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> world.rules(rule("r", wrong, to("test:a"))))
                    .matches(refused -> refused.code().equals("InvalidEventPatternException"));
    }

    @Test
    void shouldForgetOldEvents() {
        world.rules(rule("r", ORDERS, to("test:a")));
        world.put("shop", "Placed", "{}");
        world.pass(EventBus.EVENTS_KEPT.minusMinutes(20));
        assertThat(world.memory.events().events("default", Instant.EPOCH, 0, 9)).hasSize(1);
        world.pass(Duration.ofMinutes(40));
        assertThat(world.memory.events().events("default", Instant.EPOCH, 0, 9)).isEmpty();
    }

    /** So that a year of virtual time passes at once. */
    @Test
    void shouldWakeNobodyWhenThereIsNothingToDo() {
        world.rules(rule("r", ORDERS, to("test:a")));
        world.put("shop", "Placed", "{}");
        world.pass(EventBus.EVENTS_KEPT.multipliedBy(2));
        assertThat(world.clock.nextAlarm()).isEmpty();
    }
}
