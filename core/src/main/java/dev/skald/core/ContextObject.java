package dev.skald.core;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import dev.skald.asl.StateType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The context object, {@code $$}: made when an expression first reads it. */
final class ContextObject implements Supplier<Payload> {
    /** ISO 8601 in UTC with as many digits of the second's fraction as there are, at most three. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private final Execution execution;
    private final Frame frame;
    private final String state;
    private final StateType type;
    private final Instant enteredAt;
    private final int retryCount;
    private final @Nullable TaskToken token;
    private final int itemIndex;
    private final @Nullable String itemKey;
    private final @Nullable Payload item;
    private @Nullable Payload made;

    private ContextObject(
            Execution execution,
            Frame frame,
            String state,
            StateType type,
            Instant enteredAt,
            int retryCount,
            @Nullable TaskToken token,
            int itemIndex,
            @Nullable String itemKey,
            @Nullable Payload item) {
        this.execution = execution;
        this.frame = frame;
        this.state = state;
        this.type = type;
        this.enteredAt = enteredAt;
        this.retryCount = retryCount;
        this.token = token;
        this.itemIndex = itemIndex;
        this.itemKey = itemKey;
        this.item = item;
    }

    /** As seen in the state that the frame is in. */
    static ContextObject of(Execution execution, Frame frame) {
        return in(execution, frame, null, 0, null, null);
    }

    /** As seen in a state that is being entered. */
    static ContextObject onEntry(Execution execution, Frame frame, State state, Instant now) {
        return new ContextObject(execution, frame, state.name(), state.type(), now, 0, null, 0, null, null);
    }

    /** With {@code Task.Token}. */
    static ContextObject ofTask(Execution execution, Frame frame, TaskToken token) {
        return in(execution, frame, token, 0, null, null);
    }

    /** With {@code Map.Item} of an iteration that is about to begin. */
    static ContextObject ofItem(Execution execution, Frame frame, int index, @Nullable String key, Payload item) {
        return in(execution, frame, null, index, key, item);
    }

    private static ContextObject in(
            Execution execution,
            Frame frame,
            @Nullable TaskToken token,
            int index,
            @Nullable String key,
            @Nullable Payload item) {
        StateType type = frame.type;
        if (type == null) throw new IllegalStateException("scope " + frame.scope + " has entered no state");
        return new ContextObject(
                execution,
                frame,
                frame.stateName(),
                type,
                frame.enteredAt,
                frame.retryCount(),
                token,
                index,
                key,
                item);
    }

    @Override
    public Payload get() {
        Payload known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private Payload make() {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("Execution", execution());
        ObjectNode machine = context.putObject("StateMachine");
        machine.put("Id", execution.identity().stateMachineArn());
        machine.put("Name", execution.identity().stateMachineName());
        ObjectNode current = context.putObject("State");
        current.put("Name", state);
        current.put("EnteredTime", ISO.format(enteredAt));
        switch (type) {
            case Task, Parallel, Map -> current.put("RetryCount", retryCount);
            case Pass, Choice, Wait, Succeed, Fail -> {}
        }
        if (execution.saga.present && type == StateType.Task)
            context.putObject("Saga").put("Key", StepKey.of(execution.identity(), frame));
        if (token != null) context.putObject("Task").put("Token", token.text());
        addItem(context);
        return Payload.of(context);
    }

    private ObjectNode execution() {
        Identity identity = execution.identity();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("Id", identity.arn());
        if (execution.input() != null) node.set("Input", execution.input().node());
        if (execution.startedAt() != null) node.put("StartTime", ISO.format(execution.startedAt()));
        node.put("Name", identity.name());
        node.put("RoleArn", identity.roleArn());
        if (identity.type() == MachineType.STANDARD) node.put("RedriveCount", execution.redriveCount());
        Instant redrivenAt = execution.redrivenAt();
        if (redrivenAt != null) node.put("RedriveTime", ISO.format(redrivenAt));
        return node;
    }

    /** The item about to begin, else that of the innermost iteration around the frame. */
    private void addItem(ObjectNode context) {
        if (item != null) {
            putItem(context, itemIndex, itemKey, item);
            return;
        }
        Frame inner = frame;
        while (inner.parent != Frame.NO_PARENT) {
            Frame outer = execution.frame(inner.parent);
            if (outer.doing instanceof Doing.Mapping mapping) {
                putItem(
                        context,
                        inner.index,
                        null,
                        Payload.of(mapping.items.node().get(inner.index)));
                return;
            }
            inner = outer;
        }
    }

    private static void putItem(ObjectNode context, int index, @Nullable String key, Payload item) {
        ObjectNode node = context.putObject("Map").putObject("Item");
        node.put("Index", index);
        if (key != null) node.put("Key", key);
        node.set("Value", item.node());
    }
}
