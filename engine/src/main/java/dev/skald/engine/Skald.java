package dev.skald.engine;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.StateOutcome;
import dev.skald.core.StateTest;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.SagaResult;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreOpener;
import dev.skald.engine.store.VersionRow;
import dev.skald.engine.store.Waited;
import dev.skald.engine.task.Functions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The engine, as people embed it.
 *
 * <pre>{@code
 * try (Skald skald = Skald.at(Path.of("orders.db")).register("charge", payments::charge).open()) {
 *     String machine = skald.deploy("order", definition, MachineType.STANDARD);
 *     String execution = skald.start(machine, "order-4711", Payload.parse("{\"amount\": 12}"));
 *     RunResult result = skald.await(execution, Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>Every method throws {@link ServiceException} with AWS's error code for what it refuses.
 */
public final class Skald implements AutoCloseable {
    /** How long {@link #run(Saga, String, Object)} waits. */
    public static final Duration RUN_AT_MOST = Duration.ofDays(1);

    private final Engine engine;
    private final Functions functions;
    private final RunSaga sagas;

    Skald(Engine engine, List<Saga<?>> sagas, Functions functions) {
        this.engine = engine;
        this.functions = functions;
        this.sagas = new RunSaga(engine, sagas);
    }

    /** An engine on a store file, made when absent. Needs module {@code skald-sql} on the class path. */
    public static SkaldBuilder at(Path file) {
        return new SkaldBuilder(() -> StoreOpener.found().open(file));
    }

    /** An engine that keeps everything in memory and forgets it at the end. */
    public static SkaldBuilder inMemory() {
        return new SkaldBuilder(MemoryStore::new);
    }

    /** An engine on any store, which is closed with it. */
    public static SkaldBuilder on(Store store) {
        return new SkaldBuilder(() -> store);
    }

    /** The functions that tasks invoke: registered handlers, then the other places in their order. */
    public Functions functions() {
        return functions;
    }

    // State machines.

    /** Creates the machine, or updates it to this definition. Returns its ARN. */
    public String deploy(String name, String definition, MachineType type) {
        return engine().machines.deploy(name, definition, type);
    }

    /**
     * CreateStateMachine. Idempotent: the same name, definition, type and settings return the machine that is there.
     *
     * @param settings logging, tracing, encryption configuration and tags, as one JSON object
     * @throws ServiceException InvalidName, InvalidDefinition, StateMachineAlreadyExists, StateMachineDeleting
     */
    public MachineRow createStateMachine(
            String name, String definition, MachineType type, String roleArn, String settings) {
        return engine().machines.create(name, definition, type, roleArn, settings);
    }

    /** UpdateStateMachine: what is null stays. */
    public MachineRow updateStateMachine(
            String arn, @Nullable String definition, @Nullable String roleArn, @Nullable String settings) {
        return engine().machines.update(arn, definition, roleArn, settings);
    }

    /**
     * DescribeStateMachine.
     *
     * @throws ServiceException StateMachineDoesNotExist
     */
    public MachineRow describeStateMachine(String arn) {
        return engine().machines.describe(arn);
    }

    /** Changes what is configured beside the definition and is no part of a revision, such as tags. */
    public void changeSettings(String arn, UnaryOperator<String> settings) {
        engine().machines.changeSettings(arn, settings);
    }

    /**
     * PublishStateMachineVersion. Idempotent per revision.
     *
     * @param revisionId the revision that is meant, {@code INITIAL} for that of the creation; null for the current one
     * @throws ServiceException StateMachineDoesNotExist, StateMachineDeleting, ConflictException when the machine was
     *     updated meanwhile, ServiceQuotaExceededException
     */
    public VersionRow publishVersion(String arn, @Nullable String revisionId, @Nullable String description) {
        return engine().versions.publish(engine().machines.toStart(arn), revisionId, description);
    }

    /** A version, by its ARN; empty when the ARN is no version's or there is none. */
    public Optional<VersionRow> findVersion(String versionArn) {
        return engine().versions.find(QualifiedArn.parse(versionArn));
    }

    /** ListStateMachineVersions: newest first, with smaller numbers than one. */
    public List<VersionRow> listVersions(String stateMachineArn, int beforeNumber, int limit) {
        return engine().versions.list(stateMachineArn, beforeNumber, limit);
    }

    /**
     * DeleteStateMachineVersion.
     *
     * @throws ServiceException ConflictException when an alias routes to it
     */
    public void deleteVersion(String versionArn) {
        engine().versions.delete(versionArn);
    }

    /**
     * CreateStateMachineAlias. Idempotent.
     *
     * @throws ServiceException ValidationException for wrong routes, ResourceNotFound for versions that are not there,
     *     ConflictException when the alias is there and differs, ServiceQuotaExceededException
     */
    public AliasRow createAlias(String name, @Nullable String description, List<AliasRoute> routes) {
        return engine().aliases.create(name, description, routes);
    }

    /**
     * UpdateStateMachineAlias: what is null stays.
     *
     * @throws ServiceException ResourceNotFound, ValidationException
     */
    public AliasRow updateAlias(String aliasArn, @Nullable String description, @Nullable List<AliasRoute> routes) {
        return engine().aliases.update(aliasArn, description, routes);
    }

    /**
     * DescribeStateMachineAlias.
     *
     * @throws ServiceException ResourceNotFound
     */
    public AliasRow describeAlias(String aliasArn) {
        return engine().aliases.describe(aliasArn);
    }

    /** DeleteStateMachineAlias. No error when there is none. */
    public void deleteAlias(String aliasArn) {
        engine().aliases.delete(aliasArn);
    }

    /** ListStateMachineAliases of a machine, or of a version: by ascending name, after a name. */
    public List<AliasRow> listAliases(String arn, @Nullable String afterName, int limit) {
        return engine().aliases.list(QualifiedArn.parse(arn), afterName, limit);
    }

    /** By ascending name, after a name. */
    public List<MachineRow> listStateMachines(@Nullable String afterName, int limit) {
        return engine().machines.list(afterName, limit);
    }

    /** DeleteStateMachine: no new starts; gone when its open executions have ended. No error when there is none. */
    public void deleteStateMachine(String arn) {
        engine().machines.delete(arn);
    }

    // Executions.

    /** StartExecution: returns the execution's ARN, once the start is durable. */
    public String start(String stateMachineArn, @Nullable String name, Payload input) {
        return startExecution(stateMachineArn, name, input).arn();
    }

    /**
     * StartExecution.
     *
     * @param name the idempotency key: the same name and input return the running execution; null makes a UUID
     * @throws ServiceException StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidName, InvalidExecutionInput,
     *     ExecutionLimitExceeded
     */
    public ExecutionRow startExecution(String stateMachineArn, @Nullable String name, Payload input) {
        return startExecution(stateMachineArn, name, input, null);
    }

    /**
     * As {@link #startExecution(String, String, Payload)}, under a trace.
     *
     * @param traceHeader the X-Ray trace header, at most 256 ASCII characters; it is kept and shown, not acted on
     */
    public ExecutionRow startExecution(
            String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        return engine().start.start(stateMachineArn, name, input, traceHeader);
    }

    /** StartSyncExecution: runs an EXPRESS machine and returns when it has ended, after five minutes at the latest. */
    public RunResult startSyncExecution(String stateMachineArn, @Nullable String name, Payload input) {
        return startSyncExecution(stateMachineArn, name, input, null);
    }

    /** As {@link #startSyncExecution(String, String, Payload)}, under a trace. */
    public RunResult startSyncExecution(
            String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        return engine().start.startSync(stateMachineArn, name, input, traceHeader);
    }

    /** Waits for the end of an execution; when that takes longer, the result says RUNNING. */
    public RunResult await(String executionArn, Duration atMost) {
        return engine().await.await(executionArn, atMost);
    }

    /**
     * Starts a run of a saga written in Java, and returns its execution's ARN once the start is durable. Idempotent by
     * name and input, also when the run has ended.
     *
     * @throws IllegalArgumentException when the saga was not registered before {@link Builder#open()}
     * @throws ServiceException ExecutionAlreadyExists when the run of that name had another input, InvalidName,
     *     InvalidExecutionInput, ExecutionLimitExceeded
     */
    public <I> String start(Saga<I> saga, String name, I input) {
        engine();
        return sagas.start(saga, name, input);
    }

    /**
     * Runs a saga written in Java and waits for its end, {@link #RUN_AT_MOST} at most: the same name and input joins the
     * run that is open, after a restart too, or returns the result of the one that has ended.
     *
     * @throws IllegalArgumentException and ServiceException as {@link #start(Saga, String, Object)}
     */
    public <I> SagaResult run(Saga<I> saga, String name, I input) {
        return run(saga, name, input, RUN_AT_MOST);
    }

    /** As {@link #run(Saga, String, Object)}; when it takes longer, the result says so. */
    public <I> SagaResult run(Saga<I> saga, String name, I input, Duration atMost) {
        engine();
        return sagas.run(saga, name, input, atMost);
    }

    /** StopExecution: returns the stop date; of an execution that has ended, the one it has. */
    public Instant stopExecution(String executionArn, @Nullable String error, @Nullable String cause) {
        return engine().stop.stop(executionArn, error, cause);
    }

    /**
     * The saga of an execution: what it would undo, and what waits for a person.
     *
     * @throws ServiceException ExecutionDoesNotExist, InvalidArn
     */
    public SagaDescription describeSaga(String executionArn) {
        return engine().sagas.describe(executionArn);
    }

    /**
     * A person's action on a saga; returns once it is durable. Who and why are kept in the history.
     *
     * @throws ServiceException ExecutionDoesNotExist, InvalidArn, SagaActionRefused where it makes no sense,
     *     ValidationException without who or why
     */
    public void operate(String executionArn, Command.Operate action) {
        engine().sagas.operate(executionArn, action);
    }

    /**
     * RedriveExecution: lets an execution that failed, timed out or was aborted go on where it stopped. Returns its
     * redrive date, once the redrive is durable. Section 3.4 of the reference; there is no limit of 14 days.
     *
     * @throws ServiceException ExecutionDoesNotExist, ExecutionNotRedrivable, ExecutionLimitExceeded, InvalidArn,
     *     InvalidDefinition, InvalidExecutionInput, StateMachineDoesNotExist for what to go on with
     */
    public Instant redriveExecution(String executionArn, Redrive redrive) {
        return engine().redrive.redrive(executionArn, redrive);
    }

    /**
     * Whether {@link #redriveExecution} would let an execution go on; changes nothing.
     *
     * @throws ServiceException what would be refused
     */
    public void checkRedrive(String executionArn, Redrive redrive) {
        engine().redrive.check(executionArn, redrive);
    }

    /**
     * Redrives executions in bulk: one batch of those that a filter matches. Ask again {@link BulkRedrive#after} where it
     * ended. Beyond AWS.
     *
     * @throws ServiceException StateMachineDoesNotExist, StateMachineTypeNotSupported, InvalidArn, InvalidDefinition,
     *     InvalidExecutionInput; what is refused to one execution is in its outcome
     */
    public RedriveBatch redriveExecutions(BulkRedrive bulk) {
        return engine().bulkRedrive.redrive(bulk);
    }

    /** Why a described execution cannot be redriven, in AWS's words; empty when it can. */
    public Optional<String> redriveRefusal(ExecutionDescription description) {
        return engine().redrive.refusal(description);
    }

    /**
     * DescribeExecution.
     *
     * @throws ServiceException ExecutionDoesNotExist, InvalidArn
     */
    public ExecutionDescription describeExecution(String executionArn) {
        return engine().describe.describe(executionArn);
    }

    /**
     * The events of an execution by ascending sequence, those of Skald's own included (see {@link Event#published()}).
     *
     * @param fromSequence the first wanted, from 1
     */
    public List<Event> history(String executionArn, long fromSequence, int limit) {
        return engine().history(executionArn, fromSequence, limit);
    }

    /**
     * The variables that a state saw when it was entered, by name. Folds the execution up to there.
     *
     * @param entered the sequence of the event that entered the state
     * @throws ServiceException ExecutionDoesNotExist, InvalidArn; ValidationException when that event enters no state
     */
    public Map<String, Payload> variables(String executionArn, long entered) {
        return engine().variables(executionArn, entered);
    }

    /** Newest first. */
    public List<ExecutionRow> listExecutions(ExecutionQuery query) {
        return engine().list(query);
    }

    /** The definition text that an execution runs. */
    public MachineRow stateMachineForExecution(String executionArn) {
        return engine().stateMachineFor(executionArn);
    }

    /**
     * TestState: one visit of one state, without a history. Without a mock its task is really performed, and a Wait waits;
     * after five minutes it has failed.
     *
     * @param state see {@link Asl#parseState}
     * @param roleArn empty when there is none
     */
    public StateOutcome testState(Asl.ParsedState.Found state, String roleArn, StateTest.Setup setup) {
        return engine().testState.test(state, roleArn, setup);
    }

    // Activities and callbacks.

    /** CreateActivity. Idempotent by name. */
    public ActivityRow createActivity(String name, String settings) {
        return engine().activities.create(name, settings);
    }

    /**
     * Changes what is configured of an activity, such as its tags.
     *
     * @throws ServiceException ActivityDoesNotExist
     */
    public void changeActivitySettings(String arn, UnaryOperator<String> settings) {
        engine().activities.changeSettings(arn, settings);
    }

    public ActivityRow describeActivity(String arn) {
        return engine().activities.describe(arn);
    }

    /**
     * DescribeMapRun.
     *
     * @throws ServiceException InvalidArn, ResourceNotFound
     */
    public MapRunDescription describeMapRun(String mapRunArn) {
        return engine().mapRuns.describe(mapRunArn);
    }

    /**
     * ListMapRuns: newest first.
     *
     * @param beforeSequence {@link MapRunRow#sequence()} of the last one of the page before; {@link Long#MAX_VALUE} for
     *     the first page
     * @throws ServiceException InvalidArn, ExecutionDoesNotExist
     */
    public List<MapRunRow> listMapRuns(String executionArn, long beforeSequence, int limit) {
        return engine().mapRuns.list(executionArn, beforeSequence, limit);
    }

    /**
     * UpdateMapRun: changes what is given; null leaves a setting as it is.
     *
     * @throws ServiceException InvalidArn, ResourceNotFound, ValidationException when the Map Run has ended
     */
    public void updateMapRun(
            String mapRunArn,
            @Nullable Integer maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage) {
        engine().mapRuns.update(mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage);
    }

    public List<ActivityRow> listActivities(@Nullable String afterName, int limit) {
        return engine().activities.list(afterName, limit);
    }

    public void deleteActivity(String arn) {
        engine().activities.delete(arn);
    }

    /** GetActivityTask: waits for a task to take, at most so long. */
    public Optional<ActivityTask> getActivityTask(String activityArn, @Nullable String workerName, Duration atMost)
            throws InterruptedException {
        return engine().activities.poll(activityArn, workerName, atMost);
    }

    /**
     * SendTaskSuccess.
     *
     * @throws ServiceException InvalidToken, TaskTimedOut, TaskDoesNotExist
     */
    public void completeTask(String taskToken, Payload output) {
        engine().callbacks.complete(taskToken, output);
    }

    /** SendTaskFailure. */
    public void failTask(String taskToken, @Nullable String error, @Nullable String cause) {
        engine().callbacks.fail(taskToken, error, cause);
    }

    /** SendTaskHeartbeat. */
    public void heartbeat(String taskToken) {
        engine().callbacks.heartbeat(taskToken);
    }

    /**
     * The next instant that an execution waits for: a Wait, a back-off, a time-out, a look at a job. Looks at all timers:
     * meant for tests, and for time that is virtual.
     */
    public Optional<Instant> nextTimer() {
        return engine().nextTimer();
    }

    /** Tasks that wait for their tokens: of one machine or execution if named, after {@link TaskPage#next()}; the longest waiting first. */
    public TaskPage listWaitingTasks(
            @Nullable String stateMachineArn, @Nullable String executionArn, @Nullable Waited after, int limit) {
        return engine().waitingTasks.list(stateMachineArn, executionArn, after, limit);
    }

    /**
     * A task that waits for its token.
     *
     * @throws ServiceException TaskDoesNotExist, TaskTimedOut when it is over
     */
    public TaskDescription describeWaitingTask(TaskHandle handle) {
        return engine().waitingTasks.describe(handle);
    }

    /**
     * As {@link #describeWaitingTask}, by the task's token.
     *
     * @throws ServiceException InvalidToken too
     */
    public TaskDescription describeWaitingTask(String taskToken) {
        return engine().waitingTasks.describeByToken(taskToken);
    }

    /**
     * Ends a task that waits for its token with success (null: {@code {"approved": true, "who": ..., "why": ...}}), in a
     * person's name: who has at most 256 characters, why 4,096. @throws ServiceException TaskDoesNotExist, TaskTimedOut
     */
    public void approveTask(TaskHandle handle, @Nullable Payload output, String who, String why) {
        engine().waitingTasks.approve(handle, output, who, why);
    }

    /** Ends it with an error (null: {@code Rejected}) and a cause (null: why); else as {@link #approveTask}. */
    public void rejectTask(TaskHandle handle, @Nullable String error, @Nullable String cause, String who, String why) {
        engine().waitingTasks.reject(handle, error, cause, who, why);
    }

    /** What somebody looks at who watches over many executions. */
    public Insight insight() {
        return engine().insight;
    }

    /** What an event bus on this engine stands on. */
    public EventSpace events() {
        return engine().events;
    }

    /** How the engine is doing, for health checks and metrics. */
    public EngineStatistics statistics() {
        return engine.statistics();
    }

    /** Stops taking requests, lets running turns commit, and closes the store. Open executions go on at the next open. */
    @Override
    public void close() {
        engine.close();
    }

    /** The engine, if it takes requests. */
    private Engine engine() {
        engine.requireOpen();
        return engine;
    }
}
