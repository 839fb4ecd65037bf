package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.EXECUTIONS;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.UndoEntry;
import dev.skald.engine.SagaDescription;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The saga of an execution, and what a person does about it.
 *
 * <pre>
 * GET  /executions/ARN/saga            its status, what would be undone in which order, what waits for a person
 * POST /executions/ARN/saga/ACTION     {park, who, why, input | result}
 * </pre>
 *
 * <p>ACTION is retry, skip, done, happened, compensate or abandon. {@code park} says what is meant; it may be left out when
 * only one thing waits. {@code input} (of retry) and {@code result} (of done and happened) are JSON texts.
 */
final class SagaApi {
    private static final String SAGA = "saga";
    private static final String INPUT = "input";
    private static final String RESULT = "result";

    /** Entries of the log and parks shown at most, of each. */
    private static final int ENTRIES_MAX = 1_000;

    /** Payloads are left out of an answer that has so many bytes already. */
    private static final int PAYLOADS_AFTER_BYTES_MAX = 4 << 20;

    private final Skald skald;

    SagaApi(Skald skald) {
        this.skald = skald;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, JsonWriter out) {
        if (path.length != 3 || !isSaga(path)) return false;
        describe(path[1], out);
        return true;
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 4 || !isSaga(path)) return false;
        Optional<OperatorAction> action = action(path[3]);
        action.ifPresent(found -> operate(path[1], found, in, out));
        return action.isPresent();
    }

    private static boolean isSaga(String[] path) {
        return path[0].equals(EXECUTIONS) && path[2].equals(SAGA);
    }

    private static Optional<OperatorAction> action(String name) {
        return Arrays.stream(OperatorAction.values())
                .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    // Doing.

    private void operate(String executionArn, OperatorAction action, BodyMembers in, JsonWriter out) {
        in.allow(members(action));
        String payload = payloadMember(action);
        var command = new Command.Operate(
                action,
                park(executionArn, action, in),
                payload == null ? null : in.json(payload),
                in.kept("who"),
                in.kept("why"));
        skald.operate(executionArn, command);
        describe(executionArn, out);
    }

    private static Set<String> members(OperatorAction action) {
        Set<String> names = new HashSet<>(Set.of("park", "who", "why"));
        String payload = payloadMember(action);
        if (payload != null) names.add(payload);
        return names;
    }

    private static @Nullable String payloadMember(OperatorAction action) {
        return switch (action) {
            case RETRY -> INPUT;
            case DONE, HAPPENED -> RESULT;
            case SKIP, COMPENSATE, ABANDON -> null;
        };
    }

    private long park(String executionArn, OperatorAction action, BodyMembers in) {
        Long given = in.wholeNumber("park");
        if (given != null) return given;
        if (action == OperatorAction.ABANDON) return 0;
        List<Park> parks = skald.describeSaga(executionArn).parks();
        if (parks.size() > 1)
            throw new IllegalArgumentException("'park' is required: " + parks.size() + " are parked.");
        return parks.isEmpty() ? 0 : parks.getFirst().id();
    }

    // Showing.

    private void describe(String executionArn, JsonWriter out) {
        SagaDescription saga = skald.describeSaga(executionArn);
        ExecutionRow row = saga.row();
        out.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("status", row.status().name())
                .text("sagaStatus", saga.status().name())
                .flag("pastPivot", saga.pastPivot())
                .number("steps", (long) saga.log().size())
                .number("parked", (long) saga.parks().size())
                .list(
                        "parks",
                        items -> saga.parks().stream()
                                .limit(ENTRIES_MAX)
                                .forEach(park -> items.object(item -> write(park, item))))
                .list(
                        "waiting",
                        items -> saga.waiting().stream()
                                .limit(ENTRIES_MAX)
                                .forEach(step -> items.object(
                                        item -> item.text("state", step.state()).iso("until", step.until()))))
                .list(
                        "log",
                        items -> saga.log().stream()
                                .limit(ENTRIES_MAX)
                                .forEach(entry -> items.object(item -> write(entry, item))));
    }

    static void write(Park park, JsonWriter item) {
        item.number("park", park.id())
                .text("kind", park.kind().name())
                .text("state", park.state())
                .number("step", park.step() == 0 ? null : park.step())
                .iso("since", park.since())
                .text("error", park.error())
                .text("cause", park.cause());
        payload(INPUT, park.input(), item);
    }

    private static void write(UndoEntry entry, JsonWriter item) {
        item.number("step", entry.step())
                .text("state", entry.state())
                .text("compensation", entry.compensation())
                .text("key", entry.key())
                .tree("within", texts(entry.within()))
                .text("outcome", entry.outcome().name())
                .text("progress", entry.progress().name())
                .text("error", entry.error())
                .text("cause", entry.cause());
        payload("record", entry.record(), item);
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static void payload(String name, @Nullable Payload payload, JsonWriter item) {
        if (payload == null) return;
        if (item.size() < PAYLOADS_AFTER_BYTES_MAX) item.raw(name, payload.text());
        else item.flag(name + "LeftOut", true);
    }
}
