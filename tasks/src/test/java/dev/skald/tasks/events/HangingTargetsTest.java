package dev.skald.tasks.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.Skald;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets that take all the time there is, beside one that does its work: on real threads, in real time. */
class HangingTargetsTest {
    private static final int EVENTS = Deliveries.TO_ONE_TARGET_MAX;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Semaphore healthy = new Semaphore(0);

    private final class Hanging implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return targetArn.startsWith("test:");
        }

        @Override
        public void deliver(Delivery delivery) throws InterruptedException {
            if (delivery.target().arn().startsWith("test:hangs")) over.await();
            else healthy.release();
        }
    }

    private static EventRule rule(String source, List<EventTarget> targets) {
        return new EventRule(source, EventRule.DEFAULT_BUS, "{\"source\": [\"" + source + "\"]}", true, null, targets);
    }

    private static EventTarget target(String id, String arn) {
        return new EventTarget(id, arn, new EventTarget.Input.Event(), EventTarget.Retry.DEFAULT);
    }

    private void assertHealthyIsReached(List<EventTarget> hanging, List<PutEvents.Entry> events, int puts)
            throws Exception {
        try (Skald skald = Skald.inMemory().open();
                EventBus bus = new EventBus(List.of(new Hanging()), List.of())) {
            bus.open(skald);
            EventRule healthyToo = rule("last", List.of(target("t", "test:healthy")));
            bus.deploy("test", List.of(), List.of(rule("shop", hanging), healthyToo), List.of());
            for (int i = 0; i < puts; i++) bus.putEvents(events);
            assertThat(healthy.tryAcquire(puts, 10, TimeUnit.SECONDS)).isTrue();
            over.countDown();
        }
    }

    private static PutEvents.Entry from(String source) {
        return new PutEvents.Entry(source, "Placed", "{}");
    }

    @Test
    @Timeout(30)
    void shouldReachOthersThoughAllPlacesAreTaken() throws Exception {
        List<EventTarget> hanging = new ArrayList<>();
        for (int i = 0; i < Deliveries.UNDER_WAY_MAX / EVENTS; i++) hanging.add(target("t" + i, "test:hangs" + i));
        assertHealthyIsReached(hanging, List.of(from("shop"), from("last")), EVENTS);
    }

    /** The deliveries to the one that hangs are so many that others are beyond what is seen at once. */
    @Test
    @Timeout(30)
    void shouldReachOthersBehindManyDeliveriesToOneTarget() throws Exception {
        List<EventTarget> hanging = new ArrayList<>();
        for (int i = 0; i < Definitions.TARGETS_MAX; i++) hanging.add(target("t" + i, "test:hangs"));
        List<PutEvents.Entry> events = new ArrayList<>(Collections.nCopies(PutEvents.ENTRIES_MAX - 1, from("shop")));
        events.add(from("last"));
        assertHealthyIsReached(hanging, events, 1);
    }
}
