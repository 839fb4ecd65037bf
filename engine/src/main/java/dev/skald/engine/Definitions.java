package dev.skald.engine;

import dev.skald.asl.Asl;
import dev.skald.asl.Entropy;
import dev.skald.asl.MachineType;
import dev.skald.asl.MapState;
import dev.skald.asl.State;
import dev.skald.asl.StateMachine;
import dev.skald.core.Interpreter;
import dev.skald.core.Limits;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions, parsed and compiled once, by the hash of their text. */
final class Definitions {
    /** How many compiled definitions are kept; others are compiled anew when they are needed. */
    static final int COMPILED_MAX = 1_024;

    /** An EXPRESS execution may run for five minutes. */
    static final long EXPRESS_SECONDS_MAX = 300;

    private final Store store;
    private final Limits limits;
    private final Entropy entropy;
    private final Map<Key, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Compiled> eldest) {
            return size() > COMPILED_MAX;
        }
    };

    Definitions(Store store, Limits limits, Entropy entropy) {
        this.store = store;
        this.limits = limits;
        this.entropy = entropy;
    }

    /** @param label which Map state's processor is meant; null means the whole machine */
    private record Key(
            String hash, MachineType type, @Nullable String label) {}

    /** A definition ready to run. */
    record Compiled(StateMachine machine, Interpreter interpreter) {}

    /** Lower-case hex SHA-256 of a text. */
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Checks a definition that someone gives.
     *
     * @throws ServiceException InvalidDefinition
     */
    Compiled require(String definition, MachineType type) {
        return switch (Asl.parse(definition, type)) {
            case Asl.Parsed.Valid valid -> keep(new Key(hash(definition), type, null), compile(valid.machine(), type));
            case Asl.Parsed.Invalid invalid -> throw ServiceException.invalidDefinition(invalid.problems());
        };
    }

    /** The text of a definition that a machine or an execution uses. */
    String text(String hash) {
        return store.definition(hash).orElseThrow(() -> new IllegalStateException("no definition with hash " + hash));
    }

    /**
     * The definition that a machine or an execution uses.
     *
     * @throws IllegalStateException when it is not stored, or no longer valid
     */
    Compiled compiled(String hash, MachineType type) {
        return compiled(new Key(hash, type, null));
    }

    /** What an execution runs: its machine, or as the child of a Map Run the processor of the Map state. */
    Compiled compiled(ExecutionRow row) {
        return compiled(new Key(row.definitionHash(), row.type(), Arns.label(row.stateMachineArn())));
    }

    private Compiled compiled(Key key) {
        Compiled known = known(key);
        return known != null ? known : keep(key, load(key));
    }

    private @Nullable Compiled known(Key key) {
        synchronized (compiled) {
            return compiled.get(key);
        }
    }

    private Compiled keep(Key key, Compiled made) {
        synchronized (compiled) {
            compiled.put(key, made);
        }
        return made;
    }

    private Compiled load(Key key) {
        if (key.label != null) return compile(processor(key.hash, key.label), key.type);
        return switch (Asl.parse(text(key.hash), key.type)) {
            case Asl.Parsed.Valid valid -> compile(valid.machine(), key.type);
            case Asl.Parsed.Invalid invalid ->
                throw new IllegalStateException(
                        "the stored definition " + key.hash + " is invalid: " + invalid.problems());
        };
    }

    private Compiled compile(StateMachine machine, MachineType type) {
        return switch (type) {
            case STANDARD -> new Compiled(machine, new Interpreter(machine, limits, entropy));
            case EXPRESS -> new Compiled(machine, new Interpreter(express(machine), expressLimits(), entropy));
        };
    }

    /** The whole machine, entered at the processor of a Map state. */
    private StateMachine processor(String hash, String label) {
        StateMachine machine = compiled(hash, MachineType.STANDARD).machine();
        for (State state : machine.states().values())
            if (state instanceof MapState map
                    && map.distributed() != null
                    && map.distributed().label().equals(label)) return machine.of(map);
        throw new IllegalStateException("the definition " + hash + " has no Map state labelled " + label);
    }

    private static StateMachine express(StateMachine machine) {
        Long own = machine.timeoutSeconds();
        long seconds = own == null ? EXPRESS_SECONDS_MAX : Math.min(own, EXPRESS_SECONDS_MAX);
        return machine.withTimeoutSeconds(seconds);
    }

    /** The history of an EXPRESS execution has no limit. */
    private Limits expressLimits() {
        return limits.withHistoryEventsMax(Integer.MAX_VALUE);
    }
}
