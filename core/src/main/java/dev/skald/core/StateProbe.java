package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.Watch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects what a state under test does, and gives it the context and the retries of its test. */
final class StateProbe implements Probe {
    private final Map<Watch.Stage, Payload> stages = new EnumMap<>(Watch.Stage.class);
    private final @Nullable ObjectNode context;
    private final int retries;
    private final boolean noRole;
    private @Nullable Integer retryIndex;
    private @Nullable Long backoffSeconds;
    private @Nullable Integer catchIndex;
    private @Nullable Failure failure;
    private StateOutcome.@Nullable MapFields map;

    StateProbe(StateTest.Setup setup, boolean noRole) {
        this.context = setup.context();
        this.retries = setup.retriesBefore();
        this.noRole = noRole;
    }

    @Override
    public Watch watch() {
        return this::saw;
    }

    void saw(Watch.Stage stage, Payload value) {
        stages.put(stage, value);
    }

    void saw(StateOutcome.MapFields fields) {
        map = fields;
    }

    /** Whether the state is one of JSONPath: those have an {@code InputPath}, if only that of everything. */
    boolean isJsonPath() {
        return stages.containsKey(Watch.Stage.AFTER_INPUT_PATH);
    }

    /** A task got its arguments: JSONPath shows them as its parameters. */
    void scheduled(Payload arguments) {
        if (!stages.containsKey(Watch.Stage.AFTER_PARAMETERS)) saw(Watch.Stage.AFTER_ARGUMENTS, arguments);
    }

    @Override
    public Supplier<Payload> context(ContextObject made) {
        if (context == null && !noRole) return made;
        return () -> {
            ObjectNode tree = (ObjectNode) made.get().node().deepCopy();
            if (noRole && tree.get("Execution") instanceof ObjectNode execution) execution.putNull("RoleArn");
            if (context != null) overlay(tree, context);
            return Payload.of(tree);
        };
    }

    /** Objects of the context object are merged; in them the test's members stand instead of the engine's. */
    private static void overlay(ObjectNode onto, ObjectNode given) {
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (member.getValue() instanceof ObjectNode object && onto.get(member.getKey()) instanceof ObjectNode made)
                made.setAll(object);
            else onto.set(member.getKey(), member.getValue());
        }
    }

    @Override
    public int retries(Frame frame, int retrier) {
        return retries;
    }

    @Override
    public void retrierMatched(int retrier) {
        retryIndex = retrier;
    }

    @Override
    public void retrying(Failure failure, Duration delay) {
        this.failure = failure;
        backoffSeconds = delay.toSeconds();
    }

    @Override
    public void caught(Failure failure, int catcher) {
        this.failure = failure;
        catchIndex = catcher;
    }

    /** The failure that is retried or caught; null when there is none. */
    @Nullable
    Failure failure() {
        return failure;
    }

    StateOutcome.Inspection inspection(Map<String, Payload> variables) {
        return new StateOutcome.Inspection(
                Map.copyOf(stages), new LinkedHashMap<>(variables), retryIndex, backoffSeconds, catchIndex, map);
    }
}
