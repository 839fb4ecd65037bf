package dev.skald.engine.matrix;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.StateType;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.Limits;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.TaskToken;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.EngineParts;
import dev.skald.engine.HistoryText;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Settings;
import dev.skald.engine.SimulatedCalls;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One run: an engine in memory and in virtual time, its participants, its crash if there is one. */
final class MatrixWorld implements AutoCloseable {
    /** An execution that has not come to an end by then does not. */
    private static final int ROUNDS_MAX = 20_000;

    /** Who only looks whether something has happened, and stores nothing, may do so that often: nothing will. */
    private static final int LOOKS_MAX = 200;

    private static final int HISTORY_EVENTS_MAX = 25_000;
    private static final int EXECUTIONS_MAX = 1_000;
    private static final long SEED = 42;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "run-of-the-matrix";
    private static final Duration REST_AFTER = Duration.ofDays(1);
    private static final String WORKER = "matrix";

    private final SagaUnderTest saga;
    private final VirtualClock clock = new VirtualClock(START);
    private final SimulatedThread thread = new SimulatedThread(clock, new SplittableRandom(SEED)::nextLong);
    private final SimulatedCalls calls = new SimulatedCalls(clock, thread);
    private final Store disk = new MemoryStore();
    private final List<Later> later = new ArrayList<>();
    private final List<HistoryText.Line> trace = new ArrayList<>();
    private final Participants participants;
    private final Set<String> activities;
    final Ledger ledger;

    private Life life = new Life(thread);
    private Skald skald;
    private @Nullable Fault crash;
    private int looks;
    private String machine = "";
    private String execution = "";

    /** An answer on its way. */
    private record Later(Instant at, String token, Participants.Answer answer) {}

    MatrixWorld(SagaUnderTest saga, FaultCase faults) {
        this.saga = saga;
        activities = saga.activities();
        ledger = new Ledger(saga.roles(), saga.undos());
        participants = new Participants(faults, saga.results(), ledger, this);
        skald = open();
    }

    private Skald open() {
        var random = new SplittableRandom(SEED + 1);
        Life now = life;
        var parts =
                new EngineParts(clock, random::nextLong, now, call -> now.execute(() -> calls.execute(call)), now, now);
        return Skald.on(new FaultyStore(disk, this::fault))
                .settings(settings())
                .parts(parts)
                .functions(participants)
                .performer(participants)
                .open();
    }

    private Settings settings() {
        Settings defaults = Settings.DEFAULTS;
        return new Settings(
                saga.account(),
                saga.region(),
                Limits.AWS.withHistoryEventsMax(HISTORY_EVENTS_MAX),
                defaults.functionConcurrency(),
                defaults.openExecutionsMax(),
                REST_AFTER,
                null,
                0);
    }

    // What participants need.

    SimulatedCalls calls() {
        return calls;
    }

    void trace(String line) {
        trace.add(new HistoryText.Line(clock.now(), line));
    }

    boolean mayHaveHappened(String state, String error) {
        return saga.uncertain(state, error);
    }

    /** Whether what was sent says which visit it is for: the key, or the execution. */
    boolean identifies(Payload sent, String key) {
        String step =
                key.endsWith(Participants.UNDO) ? key.substring(0, key.length() - Participants.UNDO.length()) : key;
        return sent.text().contains(step) || sent.text().contains(NAME);
    }

    void crashAtNextCommit(boolean after) {
        crash = after ? Fault.NONE : Fault.LOST_IN_CRASH;
    }

    private Fault fault(List<Append> batch) {
        looks = 0;
        Fault now = crash;
        if (now == null) return Fault.NONE;
        crash = null;
        life.die();
        trace("the engine dies " + (now == Fault.NONE ? "after" : "before") + " its commit");
        return now;
    }

    void answerLater(Participants.Call call, String token, Payload sent) {
        Participants.Answer answer = participants.answer(call, sent);
        if (answer != null) later.add(new Later(clock.now().plus(Duration.ofMillis(100)), token, answer));
    }

    // The run.

    void run(Payload input) {
        for (String activity : activities) skald.createActivity(activity, "{}");
        saga.others().forEach((name, definition) -> skald.deploy(name, definition, MachineType.STANDARD));
        machine = skald.deploy(saga.name(), saga.definition(), MachineType.STANDARD);
        execution = skald.start(machine, NAME, input);
        for (int round = 0; round < ROUNDS_MAX && looks < LOOKS_MAX; round++) {
            looks++;
            thread.runAll();
            if (!life.alive()) restart();
            else if (!work()) return;
        }
    }

    /** One thing after the other; false when nothing will happen any more. */
    private boolean work() {
        if (takeActivities() || answerDue()) return true;
        if (ended()) return false;
        Optional<Instant> due = later.stream().map(Later::at).min(Comparator.naturalOrder());
        Optional<Instant> next = clock.nextAlarm();
        if (due.isEmpty() && next.isEmpty()) return undoes();
        clock.advanceTo(earlier(due.orElse(Instant.MAX), next.orElse(Instant.MAX)));
        return true;
    }

    /** Has a failure undone that waits for a person to say so; false when there is none. */
    private boolean undoes() {
        boolean waits =
                skald.describeSaga(execution).parks().stream().anyMatch(park -> park.kind() == Park.Kind.FAILURE);
        if (!waits) return false;
        trace("somebody says that the failure is to be undone");
        skald.operate(execution, new Command.Operate(OperatorAction.COMPENSATE, 0, null, "matrix", "to see it undone"));
        return true;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void restart() {
        skald.close();
        thread.runAll();
        thread.crash();
        life = new Life(thread);
        skald = open();
        trace("the engine starts again");
    }

    private boolean takeActivities() {
        boolean any = false;
        for (String name : activities) any |= takeActivity(saga.activityArn(name));
        return any;
    }

    private boolean takeActivity(String arn) {
        Optional<ActivityTask> task = Optional.empty();
        try {
            task = skald.getActivityTask(arn, WORKER, Duration.ZERO);
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        task.ifPresent(each -> taken(arn, each));
        return task.isPresent();
    }

    private void taken(String arn, ActivityTask task) {
        TaskToken token = TaskToken.parse(task.taskToken()).orElseThrow();
        HistoryOfVisits.Scheduled scheduled =
                historyOf(arnOf(token.executionId())).scheduled(token.sequence());
        boolean keyed = identifies(task.input(), scheduled.key());
        String attempt = scheduled.key() + "." + token.sequence();
        answerLater(
                participants.call(scheduled.key(), attempt, scheduled.state(), keyed, arn),
                task.taskToken(),
                task.input());
    }

    private String arnOf(long id) {
        return executions().stream()
                .filter(row -> row.id() == id)
                .map(ExecutionRow::arn)
                .findFirst()
                .orElseThrow();
    }

    /** Sends what is due; an answer that a crash cuts off is sent again. */
    private boolean answerDue() {
        List<Later> due =
                later.stream().filter(each -> !each.at().isAfter(clock.now())).toList();
        for (Later each : due) if (life.alive() && send(each)) later.remove(each);
        return !due.isEmpty();
    }

    private boolean send(Later each) {
        try {
            String error = each.answer().error();
            if (error == null) skald.completeTask(each.token(), each.answer().result());
            else skald.failTask(each.token(), error, "by the matrix");
        } catch (CancellationException crashed) {
            return false;
        } catch (ServiceException nobodyWaits) {
            trace("an answer comes too late: " + nobodyWaits.code());
        }
        return true;
    }

    // What came of it.

    String execution() {
        return execution;
    }

    Skald skald() {
        return skald;
    }

    /** As its row has it: asking the engine would keep the execution awake. */
    private boolean ended() {
        return disk.execution(machine, NAME)
                .filter(row -> row.status().terminal())
                .isPresent();
    }

    /** The execution, and its children, the oldest first. */
    List<ExecutionRow> executions() {
        return skald.listExecutions(new ExecutionQuery(null, null, Map.of(), Long.MAX_VALUE, EXECUTIONS_MAX))
                .reversed();
    }

    List<HistoryOfVisits> histories() {
        return executions().stream().map(row -> historyOf(row.arn())).toList();
    }

    private HistoryOfVisits historyOf(String arn) {
        return HistoryOfVisits.of(arn, skald.history(arn, 1, Integer.MAX_VALUE));
    }

    /** Whether a Fail state, which somebody meant, was entered. */
    boolean endedInFail() {
        return skald.history(execution, 1, Integer.MAX_VALUE).stream()
                .anyMatch(event ->
                        event.detail() instanceof Event.StateEntered entered && entered.type() == StateType.Fail);
    }

    /** What happened, a line each; of children, with their names. */
    List<String> trace() {
        List<HistoryText.Line> lines = new ArrayList<>(trace);
        for (ExecutionRow row : executions()) {
            boolean child = !row.arn().equals(execution);
            for (HistoryText.Line line : HistoryText.lines(skald.history(row.arn(), 1, Integer.MAX_VALUE)))
                lines.add(child ? new HistoryText.Line(line.at(), "[" + row.name() + "] " + line.text()) : line);
        }
        // What participants do comes before what a history says of it in the same instant: the sort is stable.
        lines.sort(Comparator.comparing(HistoryText.Line::at));
        return lines.stream().map(line -> line.since(START)).toList();
    }

    @Override
    public void close() {
        skald.close();
        thread.runAll();
    }
}
