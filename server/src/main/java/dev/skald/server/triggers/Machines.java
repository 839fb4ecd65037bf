package dev.skald.server.triggers;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.aws.Actions;
import dev.skald.server.http.Client;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What triggers do with the engine: start machines once per key, and wait for their ends. */
final class Machines {
    private static final String ALREADY_EXISTS = "ExecutionAlreadyExists";
    private static final String DOES_NOT_EXIST = "ExecutionDoesNotExist";
    private static final String MARK = ":stateMachine:";
    private static final int ARN_PARTS = 7;

    private final Skald skald;
    private final Actions actions;
    private final Waits waits;
    private final TriggerSettings settings;

    Machines(Skald skald, Actions actions, Waits waits, TriggerSettings settings) {
        this.skald = skald;
        this.actions = actions;
        this.waits = waits;
        this.settings = settings;
    }

    Duration waitMax() {
        return settings.waiting().waitMax();
    }

    /**
     * The machine that a mapping means. One of the trigger's own name is the trigger's machine, also when a template has
     * another account or region in it.
     *
     * @param given what the template made; missing when it made nothing
     */
    String arn(String target, JsonNode given) {
        String own = "arn:aws:states:" + settings.names().region() + ":"
                + settings.names().accountId() + MARK + target;
        if (!given.isString()) return own;
        String text = given.stringValue();
        int mark = text.indexOf(MARK);
        return mark >= 0 && text.substring(mark + MARK.length()).equals(target) ? own : text;
    }

    /** @throws ServiceException StateMachineDoesNotExist, InvalidArn */
    MachineType type(String stateMachineArn) {
        return skald.describeStateMachine(unqualified(stateMachineArn)).type();
    }

    private static String unqualified(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length <= ARN_PARTS ? arn : String.join(":", Arrays.copyOf(parts, ARN_PARTS));
    }

    /** @throws IllegalArgumentException when there is no action of that name; null needs none */
    void requireAction(@Nullable String action) {
        if (action != null && !actions.known(action))
            throw new IllegalArgumentException("there is no action " + action);
    }

    /** @throws ServiceException what is wrong with the members of an action's request */
    void check(String action, ObjectNode members) {
        actions.check(action, members);
    }

    /** Performs an action of the API. */
    byte[] perform(TriggerCall call, String action, ObjectNode members) throws InterruptedException {
        return waits.whileThere(call.request().client(), () -> actions.perform(action, members, call.traceHeader()));
    }

    /** Runs an EXPRESS machine, five minutes at most. */
    RunResult runSync(TriggerCall call, String machine, String name, Payload input) throws InterruptedException {
        return waits.whileThere(
                call.request().client(), () -> skald.startSyncExecution(machine, name, input, call.traceHeader()));
    }

    /** Starts a STANDARD machine, or finds the execution of the same key, and waits for the end. */
    RunResult run(
            TriggerCall call, String machine, String name, Payload input, Optional<IdempotencyKey> key, Duration atMost)
            throws InterruptedException {
        String trace = call.traceHeader();
        String arn = key.isEmpty()
                ? skald.startExecution(machine, name, input, trace).arn()
                : startOnce(machine, input, key.get(), trace).arn();
        return waits.await(call.request().client(), arn, atMost);
    }

    /**
     * Starts a STANDARD machine, or finds the execution of the same key.
     *
     * @throws GatewayFailure 409 when the key belongs to another request
     */
    ExecutionRow startOnce(String machine, Payload input, IdempotencyKey key, @Nullable String trace) {
        ExecutionRow row = started(machine, input, key, key.traceHeader(trace));
        if (!key.started(row.origin().traceHeader())) throw GatewayFailure.keyReused();
        return row;
    }

    // Templates put the time of the request into the input, so a retry's input differs: what was started under the name
    // is found, whatever its input.
    private ExecutionRow started(String machine, Payload input, IdempotencyKey key, String trace) {
        try {
            return skald.startExecution(machine, key.name(), input, trace);
        } catch (ServiceException refused) {
            if (!refused.code().equals(ALREADY_EXISTS)) throw refused;
            return existing(machine, key).orElseGet(() -> skald.startExecution(machine, key.name(), input, trace));
        }
    }

    /** Empty when it was purged meanwhile. */
    private Optional<ExecutionRow> existing(String machine, IdempotencyKey key) {
        String arn = unqualified(machine).replace(MARK, ":execution:") + ":" + key.name();
        try {
            ExecutionDescription description = skald.describeExecution(arn);
            return Optional.of(description.row());
        } catch (ServiceException gone) {
            if (!gone.code().equals(DOES_NOT_EXIST)) throw gone;
            return Optional.empty();
        }
    }

    /**
     * How an execution stands after a wait.
     *
     * @throws ServiceException ExecutionDoesNotExist
     */
    RunResult await(Client client, String executionArn, Duration atMost) throws InterruptedException {
        return waits.await(client, executionArn, atMost);
    }
}
