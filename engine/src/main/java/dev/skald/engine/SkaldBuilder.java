package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.engine.items.MapData;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.store.Store;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.Functions;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.JavaFunctions;
import dev.skald.engine.task.LambdaTask;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskPerformer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what an engine needs before it opens. */
public final class SkaldBuilder {
    private final Supplier<Store> store;
    private final JavaFunctions functions = new JavaFunctions();
    private final List<Saga<?>> sagas = new ArrayList<>();
    private final List<FunctionInvoker> invokers = new ArrayList<>(List.of(functions));
    private final List<TaskPerformer> performers = new ArrayList<>();
    private final List<EngineListener> listeners = new ArrayList<>();
    private Settings settings = Settings.DEFAULTS;
    private MapData mapData = MapData.NONE;
    private TaskMocks mocks = TaskMocks.NONE;
    private @Nullable EngineParts parts;

    SkaldBuilder(Supplier<Store> store) {
        this.store = store;
    }

    /**
     * Registers a function in Java, found by function ARN or name, in Task states and {@code lambda:invoke}.
     *
     * @throws IllegalArgumentException if there is a function of that name already
     */
    public SkaldBuilder register(String function, Handler handler) {
        functions.register(function, handler);
        return this;
    }

    /**
     * Registers a saga written in Java: its machine is deployed at {@link #open()}, a new definition only when its
     * steps have changed.
     *
     * @throws IllegalArgumentException if one of its functions has a name that another function has
     */
    public SkaldBuilder register(Saga<?> saga) {
        saga.handlers().forEach(functions::register);
        sagas.add(saga);
        return this;
    }

    /** Registers another place where functions run; registered handlers come first, then these in their order. */
    public SkaldBuilder functions(FunctionInvoker invoker) {
        invokers.add(invoker);
        return this;
    }

    /**
     * Registers a way to do tasks. The first that performs a resource is asked. Before all of them come functions that
     * are registered and named by their ARN; after them {@code lambda:invoke} and unknown functions.
     */
    public SkaldBuilder performer(TaskPerformer performer) {
        performers.add(performer);
        return this;
    }

    /**
     * Where Distributed Maps read items and write results; module {@code skald-tasks} has {@code ObjectMapData}. Without
     * it a Map state with an ItemReader, or a ResultWriter that exports, fails.
     */
    public SkaldBuilder mapData(MapData mapData) {
        this.mapData = mapData;
        return this;
    }

    /** The test cases that executions can be started as: {@code MockConfiguration} in module {@code skald-tasks}. */
    public SkaldBuilder mocks(TaskMocks mocks) {
        this.mocks = mocks;
        return this;
    }

    public SkaldBuilder settings(Settings settings) {
        this.settings = settings;
        return this;
    }

    public SkaldBuilder listener(EngineListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Another clock, such as a {@link VirtualClock}; threads and randomness stay real. */
    public SkaldBuilder clock(EngineClock clock) {
        return parts(EngineParts.of(clock));
    }

    /** Everything an engine stands on: for simulations, see {@link EngineParts#simulated}. */
    public SkaldBuilder parts(EngineParts parts) {
        this.parts = parts;
        return this;
    }

    /**
     * Opens the store, takes up what is open, and begins to work.
     *
     * @throws StoreException when it does not open
     */
    public Skald open() {
        Store opened = store.get();
        EngineParts on = parts == null ? EngineParts.real() : parts;
        var functionsOfAll = new Functions(invokers, Arns.functions(settings));
        var engine = new Engine(
                opened, on, settings, LambdaTask.around(performers, functionsOfAll), mapData, mocks, listeners);
        try {
            engine.open();
            for (Saga<?> saga : sagas) engine.machines.deploy(saga.name(), saga.toAsl(), MachineType.STANDARD);
        } catch (RuntimeException failed) {
            engine.close();
            throw failed;
        }
        return new Skald(engine, sagas, functionsOfAll);
    }
}
