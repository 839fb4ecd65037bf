package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.TaskToken;
import dev.skald.core.Work;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Activities: the catalogue, and between tasks that wait for a worker and workers that wait for a task a queue each,
 * first come, first served. Section 2.6 of the reference.
 *
 * <p>The queues are in memory: an execution that offers a task is not put to rest, and offers it again after a restart.
 */
final class Activities {
    /** How many workers may wait at one activity. */
    static final int POLLERS_MAX = 1_000;

    private final Store store;
    private final Committer committer;
    private final Answers answers;
    private final EngineParts parts;
    private final Arns arns;
    private final Map<String, Queue> queues = new HashMap<>();
    private int waiting;
    private boolean closed;

    Activities(Store store, Committer committer, Answers answers, EngineParts parts, Settings settings) {
        this.store = store;
        this.committer = committer;
        this.answers = answers;
        this.parts = parts;
        this.arns = new Arns(settings);
    }

    // The catalogue.

    ActivityRow create(String name, String settings) {
        Names.require(name);
        return answers.of(committer.write(() -> createNow(name, settings)));
    }

    private ActivityRow createNow(String name, String settings) {
        String arn = arns.activity(name);
        Optional<ActivityRow> existing = store.activity(arn);
        if (existing.isPresent()) return existing.get();
        var row = new ActivityRow(arn, name, parts.clock().now(), settings);
        store.putActivity(row);
        return row;
    }

    ActivityRow describe(String arn) {
        Arns.require(arn, "activity");
        return store.activity(arn).orElseThrow(() -> Refusals.activityDoesNotExist(arn));
    }

    void changeSettings(String arn, UnaryOperator<String> change) {
        answers.of(committer.write(() -> {
            ActivityRow old = describe(arn);
            store.putActivity(new ActivityRow(old.arn(), old.name(), old.createdAt(), change.apply(old.settings())));
            return arn;
        }));
    }

    List<ActivityRow> list(@Nullable String afterName, int limit) {
        return store.activities(afterName, limit);
    }

    /** Tasks that wait for a worker of the activity fail. */
    void delete(String arn) {
        Arns.require(arn, "activity");
        answers.of(committer.write(() -> {
            store.deleteActivity(arn);
            return arn;
        }));
        for (Offer each : takeAll(arn)) each.execution.submit(doesNotExist(each.work));
    }

    // Tasks that wait for a worker.

    /** One task on offer. */
    static final class Offer {
        final LiveExecution execution;
        final Work.OfferActivity work;
        private boolean withdrawn;

        Offer(LiveExecution execution, Work.OfferActivity work) {
            this.execution = execution;
            this.work = work;
        }

        String token() {
            return new TaskToken(execution.id, work.sequence(), work.tokenSecret()).text();
        }
    }

    /** A worker that waits. */
    private static final class Poller {
        private final CompletableFuture<Offer> offer = new CompletableFuture<>();
    }

    /** Tasks and workers of one activity: never both wait. */
    private static final class Queue {
        private final ArrayDeque<Offer> offers = new ArrayDeque<>();
        private final ArrayDeque<Poller> pollers = new ArrayDeque<>();
        private int polling;

        private boolean unused() {
            return offers.isEmpty() && pollers.isEmpty() && polling == 0;
        }
    }

    /** Offers a task; null when there is no such activity, and the execution has been told. */
    @Nullable
    Offer offer(LiveExecution execution, Work.OfferActivity work) {
        if (!exists(work.activityArn())) {
            execution.submit(doesNotExist(work));
            return null;
        }
        var offer = new Offer(execution, work);
        put(offer, false);
        return offer;
    }

    private boolean exists(String arn) {
        try {
            return store.activity(arn).isPresent();
        } catch (StoreException unreadable) {
            // Whether it exists cannot be told now; a worker that polls it will find out.
            return true;
        }
    }

    private static Request doesNotExist(Work.OfferActivity work) {
        String cause = "The activity " + work.activityArn() + " does not exist.";
        return new Request.Tell(new Command.FailTask(work.sequence(), "States.Runtime", cause, Effect.NONE));
    }

    private void put(Offer offer, boolean first) {
        Poller poller = queueOrPoller(offer, first);
        if (poller != null) poller.offer.complete(offer);
    }

    private synchronized @Nullable Poller queueOrPoller(Offer offer, boolean first) {
        if (offer.withdrawn) return null;
        Queue queue = queues.computeIfAbsent(offer.work.activityArn(), arn -> new Queue());
        Poller poller = queue.pollers.poll();
        if (poller != null) return poller;
        if (first) queue.offers.addFirst(offer);
        else queue.offers.addLast(offer);
        waiting++;
        return null;
    }

    /** The task is not wanted any more. */
    synchronized void withdraw(Offer offer) {
        offer.withdrawn = true;
        Queue queue = queues.get(offer.work.activityArn());
        if (queue == null || !queue.offers.remove(offer)) return;
        waiting--;
        forgetIfUnused(offer.work.activityArn(), queue);
    }

    private synchronized List<Offer> takeAll(String arn) {
        Queue queue = queues.get(arn);
        if (queue == null) return List.of();
        List<Offer> all = List.copyOf(queue.offers);
        waiting -= all.size();
        queue.offers.clear();
        forgetIfUnused(arn, queue);
        return all;
    }

    synchronized int waiting() {
        return waiting;
    }

    private void forgetIfUnused(String arn, Queue queue) {
        if (queue.unused()) queues.remove(arn);
    }

    // Workers.

    /** Takes a task, or waits for one. */
    Optional<ActivityTask> poll(String arn, @Nullable String workerName, Duration atMost) throws InterruptedException {
        describe(arn);
        Instant deadline = parts.clock().now().plus(atMost);
        enter(arn);
        try {
            return pollUntil(arn, workerName, deadline);
        } finally {
            leave(arn);
        }
    }

    private Optional<ActivityTask> pollUntil(String arn, @Nullable String workerName, Instant deadline)
            throws InterruptedException {
        while (true) {
            Offer offer = next(arn, Duration.between(parts.clock().now(), deadline));
            if (offer == null) return Optional.empty();
            if (claim(offer, workerName)) return Optional.of(new ActivityTask(offer.token(), offer.work.input()));
        }
    }

    /** Claims a task; false when it is over, and another has to be taken. */
    private boolean claim(Offer offer, @Nullable String workerName) {
        var ask = Request.Ask.of(new Command.StartActivity(offer.work.sequence(), workerName));
        try {
            // The execution has left the memory when it has ended.
            return offer.execution.submit(ask) && answers.of(ask.answer()).decided();
        } catch (ServiceException refused) {
            put(offer, true);
            throw refused;
        }
    }

    private @Nullable Offer next(String arn, Duration atMost) throws InterruptedException {
        var mine = new Poller();
        Offer waitingOffer = offerOrWait(arn, mine);
        if (waitingOffer != null) return waitingOffer;
        boolean came = false;
        try {
            came = atMost.isPositive() && parts.patience().await(mine.offer, atMost);
        } finally {
            if (!came) giveUp(arn, mine);
        }
        return came && !mine.offer.isCancelled() ? mine.offer.join() : null;
    }

    private synchronized @Nullable Offer offerOrWait(String arn, Poller mine) {
        Queue queue = queues.computeIfAbsent(arn, key -> new Queue());
        Offer offer = queue.offers.poll();
        if (offer != null) waiting--;
        else if (closed) mine.offer.cancel(false);
        else queue.pollers.add(mine);
        return offer;
    }

    /** A worker goes away; a task that was just handed to it goes to the next one. */
    private void giveUp(String arn, Poller mine) {
        synchronized (this) {
            Queue queue = queues.get(arn);
            if (queue != null && queue.pollers.remove(mine)) return;
        }
        // It is out of the queue: whoever took it is about to complete it.
        var _ = mine.offer.thenAccept(offer -> put(offer, true));
    }

    private synchronized void enter(String arn) {
        Queue queue = queues.computeIfAbsent(arn, key -> new Queue());
        if (queue.polling >= POLLERS_MAX)
            throw new ServiceException(
                    "ActivityWorkerLimitExceeded",
                    "The limit of " + POLLERS_MAX + " workers polling '" + arn + "' is reached.");
        queue.polling++;
    }

    private synchronized void leave(String arn) {
        Queue queue = queues.get(arn);
        if (queue == null) throw new IllegalStateException("nobody polls " + arn);
        queue.polling--;
        forgetIfUnused(arn, queue);
    }

    /** All workers go home without a task, and so do those who come later. */
    void close() {
        for (Poller each : takePollers()) each.offer.cancel(false);
    }

    private synchronized List<Poller> takePollers() {
        closed = true;
        List<Poller> all = queues.values().stream()
                .flatMap(queue -> queue.pollers.stream())
                .toList();
        queues.values().forEach(queue -> queue.pollers.clear());
        return all;
    }
}
