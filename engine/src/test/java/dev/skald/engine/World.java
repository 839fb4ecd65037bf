package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.engine.items.MapData;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.TaskMocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A whole engine in one thread and virtual time, on a memory store that can break, with a way to crash it. */
final class World {
    static final Duration LONG = Duration.ofDays(1_000);

    final VirtualClock clock = new VirtualClock();
    final SimulatedThread thread = new SimulatedThread(clock, new java.util.SplittableRandom(7)::nextLong);
    final MemoryStore memory = new MemoryStore();
    final List<String> heard = new ArrayList<>();
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final List<Saga<?>> sagas = new ArrayList<>();
    /** How many engines there were: each draws randoms of its own, as real ones do, or their append ids would repeat. */
    private int lives = 7;

    private UnaryOperator<Settings> settings = UnaryOperator.identity();
    private MapData mapData = MapData.NONE;
    private TaskMocks mocks = TaskMocks.NONE;
    Function<List<Append>, Fault> faults = batch -> Fault.NONE;
    Skald skald;

    World() {
        skald = openEngine();
    }

    private Skald openEngine() {
        SkaldBuilder builder = Skald.on(new FaultyStore(memory, batch -> faults.apply(batch)))
                .parts(EngineParts.simulated(clock, thread, lives++))
                .settings(settings.apply(Settings.DEFAULTS))
                .mapData(mapData)
                .mocks(mocks)
                .listener((identity, events) -> events.forEach(event -> heard.add(
                        identity.name() + ":" + event.detail().getClass().getSimpleName())));
        handlers.forEach(builder::register);
        sagas.forEach(builder::register);
        return builder.open();
    }

    World handler(String name, Handler handler) {
        handlers.put(name, handler);
        return crash();
    }

    /** The next program: it has these sagas and no others. */
    World sagas(Saga<?>... program) {
        sagas.clear();
        sagas.addAll(List.of(program));
        return crash();
    }

    World settings(UnaryOperator<Settings> change) {
        settings = change;
        return crash();
    }

    World mapData(MapData mapData) {
        this.mapData = mapData;
        return crash();
    }

    World mocks(TaskMocks mocks) {
        this.mocks = mocks;
        return crash();
    }

    /** The engine is gone in the middle of whatever it does; another one opens on what is stored. */
    World crash() {
        thread.crash();
        skald = openEngine();
        return this;
    }

    String deploy(String name, String definition) {
        return skald.deploy(name, definition.replace('\'', '"'), MachineType.STANDARD);
    }

    String express(String name, String definition) {
        return skald.deploy(name, definition.replace('\'', '"'), MachineType.EXPRESS);
    }

    /** Starts an execution of a machine that is nothing but these states. */
    String start(String states) {
        return skald.start(deploy("m", machine(states)), null, Payload.EMPTY_OBJECT);
    }

    static String machine(String states) {
        String first = states.substring(1, states.indexOf('\'', 1));
        return "{'StartAt': '" + first + "', 'States': {" + states + "}}";
    }

    static String task(String function) {
        return "'Resource': 'arn:aws:lambda:us-east-1:000000000000:function:" + function + "'";
    }

    RunResult await(String arn) {
        return skald.await(arn, LONG);
    }

    List<String> history(String arn) {
        return skald.history(arn, 1, 10_000).stream()
                .map(Event::detail)
                .map(detail -> detail.getClass().getSimpleName())
                .toList();
    }

    static Payload json(String text) {
        try {
            return Payload.parse(text.replace('\'', '"'));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
