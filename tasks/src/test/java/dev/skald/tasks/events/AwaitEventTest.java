package dev.skald.tasks.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Status;
import dev.skald.engine.store.AwaitRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitEventTest {
    private static final String PAID = """
            {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "arn:aws:states:::skald:awaitEvent",
              "Parameters": {"EventPattern": {"source": ["pay"], "detail": {"order.$": "States.Array($.order)"}}},
              "TimeoutSeconds": 600, "OutputPath": "$.detail", "End": true}}}""";

    private static final String TWICE = """
            {"StartAt": "A", "States": {
              "A": {"Type": "Task", "Resource": "arn:aws:states:::skald:awaitEvent",
                "Parameters": {"EventPattern": {"source": ["pay"]}}, "ResultPath": "$.event", "Next": "More"},
              "More": {"Type": "Choice", "Default": "A",
                "Choices": [{"Variable": "$.event.detail.last", "BooleanEquals": true, "Next": "End"}]},
              "End": {"Type": "Succeed"}}}""";

    private final BusWorld world = new BusWorld();

    @Test
    void shouldCompleteByCorrelation() throws Exception {
        String machine = world.machine("m", PAID);
        String one = world.start(machine, "{\"order\": 1}");
        String two = world.start(machine, "{\"order\": 2}");
        world.settle();
        assertThat(world.skald.listWaitingTasks(null, null, null, 9).tasks()).hasSize(2);
        world.put("pay", "Paid", "{\"order\": 2, \"by\": \"card\"}");
        assertThat(world.result(one).status()).isEqualTo(Status.RUNNING);
        assertThat(world.result(two).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(String.valueOf(world.result(two).output())).isEqualTo("{\"order\":2,\"by\":\"card\"}");
        assertThat(world.skald.listWaitingTasks(null, null, null, 9).tasks()).hasSize(1);
    }

    @Test
    void shouldTimeOutAtTheDeadline() throws Exception {
        String execution = world.start(world.machine("m", PAID), "{\"order\": 1}");
        world.pass(Duration.ofMinutes(11));
        assertThat(world.result(execution).error()).isEqualTo("States.Timeout");
        world.pass(Cleaning.AWAITS_EVERY.plus(Cleaning.EVERY));
        assertThat(world.memory.events().awaits(new AwaitRow.Key(0, 0), 9)).isEmpty();
    }

    @Test
    void shouldNotMissWhatCameBefore() throws Exception {
        String machine = world.machine("m", """
                {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 30, "Next": "W"},
                  "W": {"Type": "Task", "Resource": "arn:aws:states:::skald:awaitEvent",
                  "Parameters": {"EventPattern": {"source": ["pay"]}}, "End": true}}}""");
        world.put("pay", "Before", "{}");
        world.pass(Duration.ofSeconds(1));
        String execution = world.start(machine, "{}");
        world.pass(Duration.ofSeconds(5));
        world.put("pay", "Meanwhile", "{}");
        world.crash();
        world.pass(Duration.ofSeconds(30));
        assertThat(world.result(execution).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(String.valueOf(world.result(execution).output())).contains("Meanwhile");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldSeeWhatComesWhileItRegisters(long seed) throws Exception {
        var world = new BusWorld(seed);
        String machine = world.machine("m", PAID);
        for (int steps = 0; steps < 25; steps++) {
            String execution = world.start(machine, "{\"order\": " + steps + "}");
            world.steps(steps);
            world.put("pay", "Paid", "{\"order\": " + steps + "}");
            assertThat(world.result(execution).status()).as("steps: " + steps).isEqualTo(Status.SUCCEEDED);
        }
    }

    /** An execution that an event has started may be behind the next event. */
    @Test
    void shouldLookBackFurtherIfToldSo() throws Exception {
        String machine = world.machine("m", """
                {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "arn:aws:states:::skald:awaitEvent",
                  "Parameters": {"Since.$": "$.time", "EventPattern": {"source": ["pay"]}}, "End": true}}}""");
        world.put("pay", "Before", "{}");
        world.pass(Duration.ofSeconds(10));
        String execution = world.start(machine, "{\"time\": \"2026-01-01T00:00:00Z\"}");
        world.settle();
        assertThat(String.valueOf(world.result(execution).output())).contains("Before");
        String wrong = world.start(machine, "{\"time\": \"yesterday\"}");
        world.settle();
        assertThat(world.result(wrong).error()).isEqualTo("States.Runtime");
    }

    /** The example's tracker raises what is late. */
    @Test
    void shouldRaiseWhatIsLate() throws Exception {
        String machine = world.machine("tracker", tracker());
        String order = "{\"time\": \"2026-01-01T00:00:00Z\", \"detail\": {\"orderId\": \"%s\"}}";
        String good = world.start(machine, order.formatted("good"));
        String late = world.start(machine, order.formatted("late"));
        world.settle();
        for (String type : new String[] {"PaymentTaken", "StockReserved", "OrderConfirmed"})
            world.put("shop", type, "{\"orderId\": \"good\"}");
        world.put("shop", "PaymentTaken", "{\"orderId\": \"late\"}");
        world.pass(Duration.ofMinutes(2));
        assertThat(String.valueOf(world.result(good).output())).isEqualTo("\"OrderConfirmed\"");
        assertThat(world.result(late).error()).isEqualTo("OrderIsLate");
        assertThat(world.result(late).cause()).contains("stock");
    }

    private static String tracker() throws IOException {
        Path root = Path.of(System.getProperty("skald.root", ".."));
        return Files.readString(root.resolve("examples/choreography/tracker.asl.yaml"));
    }

    /** A loop over events gets each of them once. */
    @Test
    void shouldGiveAnEventToAStateOnce() throws Exception {
        String machine = world.machine("m", TWICE);
        String execution = world.start(machine, "{}");
        world.settle();
        world.put("pay", "Paid", "{\"last\": false}");
        world.pass(Duration.ofSeconds(1));
        assertThat(world.result(execution).status()).isEqualTo(Status.RUNNING);
        world.put("pay", "Paid", "{\"last\": true}");
        assertThat(world.result(execution).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldWaitOnAcrossCrashes() throws Exception {
        String machine = world.machine("m", PAID);
        for (int steps = 0; steps < 40; steps++) {
            String execution = world.start(machine, "{\"order\": " + steps + "}");
            world.steps(steps);
            world.crash();
            world.bus.putEvents(List.of(new PutEvents.Entry("pay", "Paid", "{\"order\": " + steps + "}")));
            world.steps(steps);
            world.crash();
            assertThat(world.result(execution).status()).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldFailForWrongParameters() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{}", "States.Runtime",
                        "{\"EventPattern\": 1}", "States.Runtime",
                        "{\"EventPattern\": {\"a\": 1}}", "EventBridge.InvalidEventPatternException",
                        "{\"EventPattern\": {\"a\": [1]}, \"EventBusName\": \"b\"}",
                                "EventBridge.ResourceNotFoundException")
                .entrySet()) {
            String machine = world.machine("m", """
                    {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "arn:aws:states:::skald:awaitEvent",
                      "Parameters": %s, "End": true}}}""".formatted(wrong.getKey()));
            String execution = world.start(machine, "{}");
            world.settle();
            assertThat(world.result(execution).error()).isEqualTo(wrong.getValue());
        }
    }
}
