package dev.skald.acceptance.saga.simulation;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.SagaStep;
import dev.skald.asl.StateMachine;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Interpreter;
import dev.skald.core.Limits;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.Redrivability;
import dev.skald.core.SnapshotCodec;
import dev.skald.core.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One random saga from its start to its end, with a decider and no engine: this plays the store, the callers of tasks, the
 * clock, persons, and the crashes. First anything may happen; then all goes well, and it must come to an end.
 */
final class SagaRun {
    private static final int WILD_STEPS = 120;
    private static final int KIND_STEPS_MAX = 4_000;
    private static final int REDRIVES_MAX = 2;
    private static final int REVERSALS_MAX = 2;
    private static final Identity IDENTITY = new Identity(
            7,
            "arn:aws:states:us-east-1:000000000000:execution:M:e1",
            "e1",
            "arn:aws:states:us-east-1:000000000000:stateMachine:M",
            "M",
            MachineType.STANDARD,
            "arn:aws:iam::000000000000:role/r");

    private final Random random;
    private final PlantedSagaFault fault;
    private final SagaCensus census;
    private final Consumer<Object> trace;
    private final Limits limits;
    private final StateMachine machine;
    private final Interpreter interpreter;
    private final SagaWatch watch;
    private final Participants participants;
    private final List<byte[]> journal = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Set<Long> called = new HashSet<>();
    private final Set<Long> calledBefore = new HashSet<>();
    private final List<Command> answers = new ArrayList<>();
    private final int crashes;
    private final boolean stops;
    private Execution execution = new Execution(IDENTITY);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private byte @Nullable [] snapshot;
    private int snapshotAfter;
    private int redrives;
    private int reversals;
    private boolean kind;

    private SagaRun(long seed, PlantedSagaFault fault, SagaCensus census, Consumer<Object> trace) {
        this.random = new Random(seed);
        this.fault = fault;
        this.census = census;
        this.trace = trace;
        String definition = RandomSaga.definition(random);
        trace.accept(definition);
        machine = parse(definition);
        limits = new Limits(
                262_144,
                random.nextInt(6) == 0 ? 20 + random.nextInt(60) : 25_000,
                random.nextInt(3) == 0 ? 3 : 256,
                1 << 20,
                40);
        crashes = random.nextInt(3) == 0 ? 0 : random.nextInt(80);
        stops = random.nextInt(3) == 0;
        watch = new SagaWatch(machine, census);
        participants = new Participants(census, this::undone);
        var entropy = new Random(seed);
        interpreter = new Interpreter(parse(fault.definition(definition)), limits, entropy::nextLong);
    }

    /** @param trace gets the definition, each event and what happens outside */
    static void run(long seed, PlantedSagaFault fault, SagaCensus census, Consumer<Object> trace) {
        new SagaRun(seed, fault, census, trace).run();
    }

    private static StateMachine parse(String definition) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> valid.machine();
            case Asl.Parsed.Invalid invalid -> throw new AssertionError(invalid.problems() + " in " + definition);
        };
    }

    private void run() {
        command(new Command.Start(Payload.ofText("{\"n\": 0}")));
        while (execution.startedAt() == null) command(new Command.Start(Payload.ofText("{\"n\": 0}")));
        for (int i = 0; i < WILD_STEPS && !finished(); i++) wildStep();
        beKind();
        for (int i = 0; !finished(); i++) {
            SagaInvariant.PENDING_CAUSE.require(i < KIND_STEPS_MAX, () -> "it does not end: " + execution);
            kindStep();
        }
        for (Call call : List.copyOf(calls)) call.takeEffect(participants);
        check();
        SagaEnd.check(execution, machine, watch, participants, census);
    }

    /** From now on all goes well: whoever said nothing is asked again. */
    private void beKind() {
        kind = true;
        called.clear();
    }

    private boolean finished() {
        return execution.settled() && (kind || !mayRedrive() && !mayReverse());
    }

    private boolean mayReverse() {
        return reversals < REVERSALS_MAX
                && execution.refusal(operation(OperatorAction.COMPENSATE, 0)).isEmpty();
    }

    private boolean mayRedrive() {
        return redrives < REDRIVES_MAX
                && Redrivability.refusal(execution, limits).isEmpty();
    }

    // What happens.

    private void wildStep() {
        if (execution.settled()) {
            afterEnd();
            return;
        }
        dispatch();
        int what = random.nextInt(100);
        if (what < 40 && !calls.isEmpty()) act(calls.get(random.nextInt(calls.size())));
        else if (what < 70 && answerOne()) return;
        else if (what < 74 && !answers.isEmpty()) repeat();
        else if (what < 75 && stops) stop();
        else if (what < 82) person();
        else if (what < 90) now = now.plusMillis(random.nextInt(3_000));
        else passTime();
    }

    private void afterEnd() {
        int what = random.nextInt(4);
        if (what == 0 && mayRedrive()) redrive();
        else if (what == 1 && mayReverse()) reverse();
        else if (what > 1) {
            redrives = REDRIVES_MAX;
            reversals = REVERSALS_MAX;
        }
    }

    private void reverse() {
        reversals++;
        operate(OperatorAction.COMPENSATE, 0);
    }

    private void kindStep() {
        dispatch();
        if (goOn()) return;
        for (Call call : List.copyOf(calls)) {
            if (!execution.isOutstanding(call.sequence)) continue;
            if (!call.answerPending || call.plan != Call.Plan.SUCCEEDS) call.plan(Call.Plan.SUCCEEDS);
            call.takeEffect(participants);
            answer(call);
            return;
        }
        if (!execution.parks().isEmpty() && person()) return;
        passTime();
    }

    private boolean goOn() {
        boolean leftOver = execution.work().stream().anyMatch(Work.Continue.class::isInstance);
        if (leftOver) command(new Command.Continue());
        return leftOver;
    }

    /** Calls whom the work of the execution says, once in the life of an engine. */
    private void dispatch() {
        if (goOn()) return;
        for (Work work : List.copyOf(execution.work())) {
            switch (work) {
                case Work.RunTask run -> call(run);
                case Work.OfferActivity offer -> {
                    if (kind || random.nextInt(4) == 0) command(new Command.StartActivity(offer.sequence(), "w"));
                }
                case Work.AwaitCallback wait -> callback(wait.sequence());
                case Work.AwaitJob _, Work.RunMap _, Work.Timer _, Work.Continue _ -> {}
            }
        }
    }

    private void call(Work.RunTask run) {
        if (isAsked(run.sequence()) || !called.add(run.sequence())) return;
        if (calledBefore.contains(run.sequence())) census.count(SagaOccurrence.CALL_REPEATED_AFTER_CRASH);
        if (run.resource().waitsForToken()) {
            command(new Command.SubmitTask(run.sequence(), Payload.ofText("{}")));
            return;
        }
        calls.add(planned(run.sequence(), fault.key(run, execution), false));
    }

    /** Who answers by callback outlives the engine. */
    private void callback(long sequence) {
        if (isAsked(sequence) || !called.add(-sequence)) return;
        keyOf(sequence).ifPresent(key -> calls.add(planned(sequence, key, true)));
    }

    private boolean isAsked(long sequence) {
        return calls.stream().anyMatch(call -> call.sequence == sequence && (kind || call.answerPending));
    }

    private Optional<String> keyOf(long sequence) {
        return events().stream()
                .filter(event -> event.sequence() == sequence)
                .map(event -> ((Event.TaskScheduled) event.detail()).key())
                .findFirst();
    }

    private Call planned(long sequence, String key, boolean callback) {
        return new Call(sequence, key, callback, kind ? Call.Plan.SUCCEEDS : Call.random(random));
    }

    private void act(Call call) {
        trace.accept("effect of " + call);
        call.takeEffect(participants);
        if (call.over()) calls.remove(call);
    }

    private boolean answerOne() {
        List<Call> answerable = calls.stream().filter(Call::answerable).toList();
        if (answerable.isEmpty()) return false;
        answer(answerable.get(random.nextInt(answerable.size())));
        return true;
    }

    private void answer(Call call) {
        settleRefusal(call);
        String error = fault.believes(call, isPivot(call)) ? null : error(call);
        Command answer = call.answer(kind ? 0 : random.nextInt(3), error, effect(call));
        if (call.over()) calls.remove(call);
        answers.add(answer);
        if (!execution.isOutstanding(call.sequence)) census.count(SagaOccurrence.RESULT_LATE);
        command(answer);
    }

    /**
     * Participants serialise the calls with one key: once one is refused, an earlier one of the same attempt does not
     * happen any more; and they do not refuse what they have done. Of a pivot this holds for all attempts.
     */
    private void settleRefusal(Call call) {
        if (call.plan != Call.Plan.REFUSES || call.undoes) return;
        boolean pivot = isPivot(call);
        boolean known = pivot || calledBefore.contains(call.sequence);
        if (known && participants.happened(call.key)) {
            call.plan = Call.Plan.SUCCEEDS;
            return;
        }
        for (Call other : List.copyOf(calls))
            if (!other.undoes && other.key.equals(call.key) && (pivot || other.sequence == call.sequence)) {
                other.effectPending = false;
                if (other != call) other.answerPending = false;
                if (other.over() && other != call) calls.remove(other);
            }
    }

    private boolean isPivot(Call call) {
        Visit visit = watch.visits.get(call.key);
        return visit != null && visit.role == SagaStep.Role.PIVOT;
    }

    private static String error(Call call) {
        return switch (call.plan) {
            case REFUSES -> call.sequence % 2 == 0 ? "Refused" : "Busy";
            case UNSENT -> "Throttled";
            default -> "Lost";
        };
    }

    private Effect effect(Call call) {
        Effect effect = call.callback ? Effect.REPORTED : call.plan.effect;
        return fault.effect(effect, calledBefore.contains(call.sequence));
    }

    private void repeat() {
        Command answer = answers.get(random.nextInt(answers.size()));
        long sequence = answer instanceof Command.CompleteTask done ? done.sequence() : 0;
        if (sequence == 0 || execution.isOutstanding(sequence) || goOn()) return;
        int before = journal.size();
        command(answer);
        SagaInvariant.RESULT_ONCE.require(journal.size() == before, answer);
    }

    private void stop() {
        if (execution.stopRequestedAt() != null) census.count(SagaOccurrence.STOP_AGAIN);
        command(new Command.Stop("Stopped", "by hand"));
    }

    private void passTime() {
        var next = execution.work().stream()
                .filter(Work.Timer.class::isInstance)
                .map(Work.Timer.class::cast)
                .min(Comparator.comparing(Work.Timer::dueAt));
        if (next.isEmpty()) return;
        if (next.get().dueAt().isAfter(now)) now = next.get().dueAt();
        command(new Command.FireTimer(next.get().sequence()));
    }

    private void redrive() {
        redrives++;
        command(new Command.Redrive(null, null, null));
    }

    // Persons.

    private boolean person() {
        List<Park> parks = execution.parks();
        if (parks.isEmpty()) return false;
        if (!kind && random.nextInt(20) == 0) operate(OperatorAction.ABANDON, 0);
        else return resolve(parks.get(random.nextInt(parks.size())));
        return true;
    }

    /** False when it has to wait for calls in flight. */
    private boolean resolve(Park park) {
        if (park.kind() == Park.Kind.STEP && refused(OperatorAction.RETRY, park) != null) return false;
        switch (park.kind()) {
            case FAILURE -> {
                if (!kind && mayRedrive()) redrive();
                else operate(OperatorAction.COMPENSATE, 0);
            }
            case COMPENSATION -> compensation(park);
            case STEP -> step(park);
        }
        return true;
    }

    private void compensation(Park park) {
        String key = keyOf(park.step()).orElseThrow();
        switch (random.nextInt(3)) {
            case 0 -> {
                if (!kind) operate(OperatorAction.RETRY, park.id());
                else operate(OperatorAction.SKIP, park.id());
            }
            case 1 -> operate(OperatorAction.SKIP, park.id());
            default -> {
                participants.undo(key);
                operate(OperatorAction.DONE, park.id());
            }
        }
    }

    private void step(Park park) {
        String key = keyOfStep(park);
        if (random.nextInt(3) == 0 && !kind) {
            operate(OperatorAction.RETRY, park.id());
        } else if (random.nextBoolean()
                && refused(OperatorAction.COMPENSATE, park) == null
                && !participants.happened(key)) {
            for (Call call : calls) if (call.key.equals(key)) call.effectPending = false;
            operate(OperatorAction.COMPENSATE, park.id());
        } else if (!participants.blocked(key)) {
            participants.act(key);
            operate(OperatorAction.HAPPENED, park.id());
        }
    }

    private @Nullable String refused(OperatorAction action, Park park) {
        return execution.refusal(operation(action, park.id())).orElse(null);
    }

    /** The key of the latest visit of a parked state. */
    private String keyOfStep(Park park) {
        String key = "";
        for (Visit visit : watch.visits.values()) if (visit.state.equals(park.state())) key = visit.key;
        return key;
    }

    private void operate(OperatorAction action, long park) {
        command(operation(action, park));
    }

    private static Command.Operate operation(OperatorAction action, long park) {
        Payload result = action == OperatorAction.HAPPENED ? Payload.ofText("{\"n\": 0}") : null;
        return new Command.Operate(action, park, result, "ada", "because");
    }

    private void undone(String key) {
        trace.accept("undone: " + key);
        Visit later = watch.inTheWayOf(key, participants);
        SagaInvariant.REVERSE_ORDER.require(later == null, () -> key + " is undone though this stands: " + later);
    }

    // The engine and its store.

    private void command(Command command) {
        trace.accept(now + " " + command);
        List<Event> events = interpreter.decide(execution, command, now);
        if (events.isEmpty()) return;
        if (crashes()) {
            census.count(SagaOccurrence.CRASH_BEFORE_COMMIT);
            crash();
            return;
        }
        byte[] chunk = EventCodec.encode(events);
        journal.add(chunk);
        for (Event event : EventCodec.decode(chunk)) {
            trace.accept(event);
            watch.see(event);
        }
        check();
        if (crashes()) {
            census.count(SagaOccurrence.CRASH_AFTER_COMMIT);
            crash();
        } else if (random.nextInt(8) == 0) {
            checkFold();
        }
    }

    private boolean crashes() {
        return !kind && random.nextInt(1_000) < crashes;
    }

    private void check() {
        SagaEnd.checkLog(execution, watch, participants);
        SagaEnd.checkStatus(execution);
        boolean waits = execution.settled()
                || !execution.work().isEmpty()
                || !execution.parks().isEmpty();
        SagaInvariant.PENDING_CAUSE.require(waits, () -> "nothing will happen: " + execution);
    }

    /** The calls in flight go on, but nobody waits for their answers. */
    private void crash() {
        trace.accept("crash");
        execution = read();
        calledBefore.addAll(called);
        called.removeIf(sequence -> sequence > 0);
        for (Call call : List.copyOf(calls)) {
            if (call.callback) continue;
            call.answerPending = false;
            if (call.over()) calls.remove(call);
        }
    }

    private Execution read() {
        if (snapshot == null || random.nextBoolean()) return Execution.replay(IDENTITY, events());
        try {
            Execution read = SnapshotCodec.decode(IDENTITY, snapshot);
            for (byte[] chunk : journal.subList(snapshotAfter, journal.size()))
                EventCodec.decode(chunk).forEach(read::apply);
            return read;
        } catch (SnapshotCodec.UnreadableSnapshot e) {
            throw new AssertionError(e);
        }
    }

    private List<Event> events() {
        return journal.stream()
                .flatMap(chunk -> EventCodec.decode(chunk).stream())
                .toList();
    }

    private void checkFold() {
        String state = execution.toString();
        SagaInvariant.FOLD_IS_STATE.require(
                Execution.replay(IDENTITY, events()).toString().equals(state), () -> "fold of " + execution);
        if (execution.settled()) return;
        snapshot = SnapshotCodec.encode(execution);
        snapshotAfter = journal.size();
        try {
            String read = SnapshotCodec.decode(IDENTITY, snapshot).toString();
            SagaInvariant.FOLD_IS_STATE.require(read.equals(state), () -> "snapshot:\n" + read + "\n" + state);
        } catch (SnapshotCodec.UnreadableSnapshot e) {
            throw new AssertionError(e);
        }
    }
}
