package dev.skald.acceptance.simulation;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Limits;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Settings;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seed: random machines and random clients against an engine that crashes again and again, in one thread, in virtual
 * time. Then all goes well until every execution has ended, and every invariant must hold.
 */
final class Simulation {
    private static final int STEPS_MAX = 400;
    private static final int CLIENT_ACTS_MAX = 40;
    private static final int ROUNDS_TO_END_MAX = 20_000;
    private static final int STEPS_TO_SETTLE_MAX = 200_000;
    private static final int LIVES_MAX = 1_000;
    private static final int HISTORY_EVENTS_MAX = 250;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_DOWN = Duration.ofSeconds(90);

    private final long seed;
    private final PlantedFault planted;
    private final Census census;
    private final Random random;
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedThread thread;
    private final Faults faults;
    private final Settings settings;
    private final Store disk = new MemoryStore();
    private final Journal journal;
    private final Tokens tokens;
    private final Functions functions;
    private final Clients clients;
    private final List<String> machines = new ArrayList<>();
    private Life life;
    private @Nullable Skald skald;
    private Instant beforeJump = Instant.MIN;
    private int lives;
    private int acts;

    private Simulation(long seed, PlantedFault planted, Census census, Journal.Trace trace) {
        this.seed = seed;
        this.planted = planted;
        this.census = census;
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        thread = new SimulatedThread(clock, new SplittableRandom(seed)::nextLong);
        faults = new Faults(random);
        int turnEventsMax = random.nextInt(4) == 0 ? 2 + random.nextInt(10) : 256;
        var limits = new Limits(262_144, HISTORY_EVENTS_MAX, turnEventsMax, 1 << 20, 1 + random.nextInt(40));
        settings = new Settings(
                "000000000000",
                "us-east-1",
                limits,
                1 + random.nextInt(8),
                500_000,
                Duration.ofMillis(random.nextInt(5_000)),
                null,
                0);
        journal = new Journal(census, this::latest, limits, trace);
        tokens = new Tokens(random);
        functions = new Functions(random, journal, census, tokens, this::violated);
        clients = new Clients(random, journal, census, tokens, machines);
        life = new Life(thread, clock, faults);
    }

    /**
     * Runs a seed.
     *
     * @param trace gets each event
     * @throws RuntimeException the first violation of an invariant, or whatever else broke
     */
    static void run(long seed, PlantedFault planted, Census census, Journal.Trace trace) {
        new Simulation(seed, planted, census, trace).run();
    }

    private void run() {
        prepare();
        for (int i = 0; i < STEPS_MAX; i++) survive(this::step);
        survive(this::endFaults);
        finish();
        checkAll();
    }

    // The engine and its lives.

    /** The engine; opens it when there is none. */
    private Skald engine() {
        Skald running = skald;
        if (running != null && life.alive()) return running;
        for (int i = 0; i < LIVES_MAX; i++) {
            Skald opened = open();
            if (opened != null) return opened;
        }
        throw Invariant.PENDING_CAUSE.violated("the engine does not open");
    }

    private @Nullable Skald open() {
        lives++;
        life = new Life(thread, clock, faults);
        var watched = new SimulatedStore(disk, life, faults, journal, census);
        var builder = Skald.on(planted.store(watched, random))
                .settings(settings)
                .parts(life.parts(planted.clock(clock), new SplittableRandom(seed + lives)::nextLong));
        try {
            Skald opened = functions.register(builder).open();
            life.check();
            skald = opened;
            return opened;
        } catch (Life.Crash | ServiceException | StoreException failed) {
            life.check();
            census.count(Occurrence.OPENING_FAILED);
            crash();
            return null;
        }
    }

    /** Does something that a crash may cut off. */
    private void survive(Runnable act) {
        try {
            act.run();
        } catch (Life.Crash cutOff) {
            // The engine is opened anew when it is needed next.
        }
        life.check();
        if (!life.alive()) crash();
    }

    private void violated(RuntimeException violation) {
        life.violated(violation);
    }

    private void crash() {
        skald = null;
        life.die();
        thread.crash();
        if (random.nextBoolean()) clock.jumpTo(clock.now().plusMillis(random.nextLong(LONGEST_DOWN.toMillis())));
    }

    // The storm.

    private void prepare() {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) prepare("m" + i, RandomMachine.definition(random));
        untilDone(() -> engine().createActivity("worker", "{}"));
    }

    private void prepare(String name, String definition) {
        String arn = "arn:aws:states:us-east-1:000000000000:stateMachine:" + name;
        machines.add(arn);
        switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> journal.add(arn, new MachineFacts(valid.machine()));
            case Asl.Parsed.Invalid(var problems) ->
                throw new IllegalStateException("the random machine is invalid: " + problems + "\n" + definition);
        }
        untilDone(() -> engine().deploy(name, definition, MachineType.STANDARD));
    }

    /** Repeats what a crash or a broken store cuts off. */
    private void untilDone(Runnable act) {
        var done = new boolean[1];
        for (int i = 0; i < LIVES_MAX && !done[0]; i++) {
            survive(() -> {
                try {
                    act.run();
                    done[0] = true;
                } catch (ServiceException refused) {
                    if (!refused.code().equals("InternalFailure")) throw refused;
                    clock.advance(RETRY_AFTER);
                } catch (StoreException unreadable) {
                    clock.advance(RETRY_AFTER);
                }
            });
        }
    }

    private void step() {
        Skald running = engine();
        if (faults.crashBetween()) {
            census.count(Occurrence.CRASH_BETWEEN_STEPS);
            if (planted.leavesZombies()) skald = null;
            else life.die();
            return;
        }
        int draw = random.nextInt(100);
        if (draw < 12 && acts < CLIENT_ACTS_MAX) {
            acts++;
            life.execute(() -> clients.act(running));
        } else if (draw < 20) life.release(random);
        else if (draw < 21) jump();
        else if (!thread.runOne()) passTime();
    }

    /** Time goes on to the next alarm, or not as far. */
    private void passTime() {
        if (random.nextInt(3) == 0) clock.advance(Duration.ofMillis(random.nextInt(3_000)));
        else if (clock.nextAlarm().isPresent()) clock.advanceToNextAlarm();
    }

    /** The latest instant that the clock has ever shown. */
    private Instant latest() {
        return clock.now().isAfter(beforeJump) ? clock.now() : beforeJump;
    }

    /** Someone sets the clock. */
    private void jump() {
        boolean back = random.nextBoolean();
        census.count(back ? Occurrence.CLOCK_JUMPED_BACK : Occurrence.CLOCK_JUMPED_FORWARD);
        Duration by = Duration.ofMillis(random.nextInt(20_000));
        beforeJump = latest();
        clock.jumpTo(back ? clock.now().minus(by) : clock.now().plus(by));
    }

    // The calm.

    private void endFaults() {
        faults.end();
        functions.beKind();
        for (int i = 0; i < 3; i++) clients.start(engine());
    }

    /** All goes well now: so every execution ends. */
    private void finish() {
        for (int i = 0; i < ROUNDS_TO_END_MAX; i++) {
            survive(this::calmStep);
            if (!journal.allEnded() || thread.waiting() > 0) continue;
            // The store may still have to be opened anew.
            clock.advance(RETRY_AFTER);
            return;
        }
        throw hanging("does not end");
    }

    private void calmStep() {
        Skald running = engine();
        long appendsBefore = journal.appends();
        life.releaseAll();
        settle();
        life.check();
        clients.poll(running);
        for (String token : tokens.all()) if (clients.isDue(token)) clients.answer(running, token);
        settle();
        if (journal.allEnded() || life.held() > 0) return;
        if (!clock.advanceToNextAlarm() && journal.appends() == appendsBefore) throw hanging("has nothing to wait for");
    }

    private void settle() {
        for (int i = 0; i < STEPS_TO_SETTLE_MAX; i++) if (!thread.runOne()) return;
        throw hanging("does not come to rest");
    }

    private Invariant.Violation hanging(String how) {
        var open = journal.executions().stream()
                .filter(kept -> !kept.fold.status().terminal())
                .map(kept -> kept.fold.toString())
                .toList();
        return Invariant.PENDING_CAUSE.violated("an open execution " + how + " at " + clock.now() + ": " + open);
    }

    private void checkAll() {
        for (Journal.Kept kept : journal.executions()) {
            List<List<Event>> stored = chunks(kept);
            if (!stored.equals(kept.chunks))
                throw Invariant.ACKNOWLEDGED.violated(
                        "what was acknowledged as stored is not what is stored: " + stored);
            Invariant.checkAll(kept.history(stored));
        }
        clients.checkAll(engine());
        if (disk.openExecutions() != 0)
            throw Invariant.ROW.violated(disk.openExecutions() + " executions are open, but all have ended");
    }

    private List<List<Event>> chunks(Journal.Kept kept) {
        List<List<Event>> chunks = new ArrayList<>();
        for (byte[] chunk : disk.chunks(kept.row.id(), 1, Integer.MAX_VALUE)) chunks.add(EventCodec.decode(chunk));
        return chunks;
    }
}
