package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Caller;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.engine.items.MapData;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskPerformer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the engine's objects are made and joined; its opening and closing. */
final class Engine {
    /** How many executions are taken up at a time after a restart. */
    static final int TAKE_UP_BATCH = 256;

    /** How long closing waits for turns under way. */
    static final Duration CLOSE_AT_MOST = Duration.ofSeconds(10);

    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Store store;
    private final EngineParts parts;
    private final Timers timers;
    private final Committer committer;
    private final Answers answers;
    private final Dispatcher dispatcher;
    private final ExpressHistory express;
    private final Ends ends = new Ends();
    private final LiveExecutions executions;
    private final Services services;
    private final Retention retention;
    private final CompensateExecutionsTask compensations = new CompensateExecutionsTask(this);
    private volatile boolean closed;

    final StoredExecutions stored;
    final StateMachines machines;
    final Versions versions;
    final Aliases aliases;
    final Activities activities;
    final StartExecution start;
    final StopExecution stop;
    final Sagas sagas;
    final RedriveExecution redrive;
    final RedriveExecutions bulkRedrive;
    final DescribeExecution describe;
    final AwaitExecution await;
    final TaskCallbacks callbacks;
    final WaitingTasks waitingTasks;
    final TestState testState;
    final MapRuns mapRuns;
    final EventSpace events;
    final Insight insight;

    Engine(
            Store store,
            EngineParts parts,
            Settings settings,
            List<TaskPerformer> performers,
            MapData mapData,
            TaskMocks mocks,
            List<EngineListener> listeners) {
        this.store = store;
        this.parts = parts;
        timers = new Timers(parts.clock(), parts.turns());
        express = new ExpressHistory(settings);
        var heard = new Listeners(with(express, listeners));
        committer = new Committer(store, parts, timers, heard::changed);
        answers = new Answers(parts.patience());
        stored = new StoredExecutions(store);
        var definitions = new Definitions(store, settings.limits(), parts.entropy());
        dispatcher = new Dispatcher(
                with(new StartExecutionTask(this), with(compensations, performers)),
                settings.functionConcurrency(),
                parts.tasks());
        activities = new Activities(store, committer, answers, parts, settings);
        versions = new Versions(store, committer, answers, parts.clock());
        aliases = new Aliases(store, committer, answers, parts);
        machines = new StateMachines(store, definitions, committer, answers, parts, settings);
        services = new Services(
                settings,
                parts,
                timers,
                committer,
                stored,
                definitions,
                dispatcher,
                activities,
                heard,
                mocks,
                new Services.Counts());
        executions = new LiveExecutions(services, this::ended, this::mapRuns);
        var ids = new ExecutionIds(store, committer, answers);
        start = new StartExecution(
                services,
                executions,
                new StartTargets(machines, versions, aliases, mocks),
                ids,
                ends,
                express,
                answers);
        stop = new StopExecution(executions, stored, answers);
        sagas = new Sagas(executions, stored, answers);
        redrive = new RedriveExecution(services, executions, machines, versions, answers);
        bulkRedrive = new RedriveExecutions(store, stored, machines, redrive, answers);
        describe = new DescribeExecution(executions, stored, express, answers);
        await = new AwaitExecution(executions, stored, describe, ends, answers);
        testState = new TestState(services, answers);
        mapRuns = new MapRuns(this, services, store, executions, describe, answers, mapData);
        callbacks = new TaskCallbacks(executions, stored, answers);
        waitingTasks = new WaitingTasks(
                store, executions, stored, answers, settings.limits().payloadBytesMax());
        events = new EventSpace(store, committer, answers, parts, settings);
        insight = new Insight(store, stored, describe, committer, answers, parts.clock());
        retention = new Retention(store, committer, timers, parts.clock(), settings);
    }

    private static <T> List<T> with(T first, List<T> others) {
        List<T> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }

    private void ended(long id, Execution execution) {
        compensations.settled(id);
        if (ends.awaited(id)) ends.ended(id, DescribeExecution.resultOf(execution));
        machines.ended(execution.identity().stateMachineArn());
        Caller caller = execution.caller();
        if (caller != null && !closed && !mapRuns.childEnded(caller, id, execution)) tell(caller);
    }

    /** The task looks at what it waits for. Not in this turn: its execution takes one of its own. */
    void tell(Caller caller) {
        var look = new Request.LookAtJob(caller.sequence());
        parts.turns().execute(() -> executions.submit(caller.executionId(), look));
    }

    /** A Map Run has ended, and its row says so. */
    void runEnded(String mapRunArn) {
        compensations.runEnded(mapRunArn);
    }

    /** Brings a request to an execution. */
    void submit(long executionId, Request request) {
        executions.submit(executionId, request);
    }

    EngineParts parts() {
        return parts;
    }

    Timers timers() {
        return timers;
    }

    private MapRuns mapRuns() {
        return mapRuns;
    }

    // Opening and closing.

    boolean closed() {
        return closed;
    }

    /** Takes up every open execution that is not at rest, in the background; begins to look for those that are. */
    void open() {
        machines.resumeDeletions();
        retention.open();
        executions.sleepers().open();
        takeUpAfter(0);
        mapRuns.open();
    }

    private void takeUpAfter(long id) {
        List<ExecutionRow> batch;
        try {
            batch = stored.awake(id, TAKE_UP_BATCH);
        } catch (StoreException unreadable) {
            LOG.warn("Open executions cannot be read, asking again: {}", unreadable.getMessage());
            var again = new Timers.Timer(() -> takeUpAfter(id));
            timers.set(again, parts.clock().now().plus(LiveExecution.RETRY_PAUSE));
            return;
        }
        if (!batch.isEmpty()) parts.turns().execute(() -> takeUp(batch));
    }

    private void takeUp(List<ExecutionRow> batch) {
        if (closed) return;
        for (ExecutionRow row : batch) executions.submit(row.id(), new Request.TakeUp());
        takeUpAfter(batch.getLast().id());
    }

    /** @throws ServiceException when the engine takes no requests: it is closed, or its store does not work */
    void requireOpen() {
        if (closed) throw Refusals.closed();
        if (!committer.healthy()) throw Refusals.storeBroken();
    }

    void close() {
        if (closed) return;
        closed = true;
        timers.close();
        activities.close();
        dispatcher.close();
        boolean quiet = answers.await(services.counts().quiet(), CLOSE_AT_MOST);
        if (!answers.await(committer.drained(), CLOSE_AT_MOST) || !quiet)
            LOG.warn("Turns were still under way after {}; the next start goes on with them", CLOSE_AT_MOST);
        parts.shutdown();
        store.close();
    }

    // Reading.

    List<Event> history(String arn, long fromSequence, int limit) {
        return express.events(arn, fromSequence, limit)
                .orElseGet(() -> stored.events(stored.require(arn).id(), Math.max(1, fromSequence), limit));
    }

    Map<String, Payload> variables(String arn, long entered) {
        Event entry = history(arn, entered, 1).stream()
                .filter(event -> event.sequence() == entered && event.detail() instanceof Event.StateEntered)
                .findFirst()
                .orElseThrow(() -> Refusals.validation("Event " + entered + " does not enter a state."));
        Execution then = express.foldTo(arn, entered).orElseGet(() -> stored.foldTo(stored.require(arn), entered));
        return then.variablesIn(entry.scope());
    }

    List<ExecutionRow> list(ExecutionQuery query) {
        return store.executions(query).stream().map(Rows::shown).toList();
    }

    MachineRow stateMachineFor(String executionArn) {
        return machines.as(stored.require(executionArn));
    }

    /** The next instant that an execution waits for, in memory or at rest. */
    Optional<Instant> nextTimer() {
        Optional<Instant> awake = timers.nextOfExecutions();
        Optional<Instant> atRest =
                store.dueBefore(FAR, 1).stream().map(ExecutionRow::wakeAt).findFirst();
        if (awake.isEmpty() || atRest.isEmpty()) return awake.or(() -> atRest);
        return awake.get().isBefore(atRest.get()) ? awake : atRest;
    }

    EngineStatistics statistics() {
        return new EngineStatistics(
                executions.size(),
                store.openExecutions(),
                services.counts().commandsWaiting.intValue(),
                dispatcher.running(),
                dispatcher.waiting(),
                activities.waiting(),
                committer.waiting(),
                committer.commits(),
                committer.commitNanos(),
                timers.latenessMillisMax(),
                committer.healthy());
    }
}
