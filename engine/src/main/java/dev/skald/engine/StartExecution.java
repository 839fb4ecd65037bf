package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.core.Caller;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** StartExecution and StartSyncExecution. Section 3.4 of the reference. */
final class StartExecution {
    /** A synchronous execution that has not ended after this time has timed out, whatever it says itself. */
    static final Duration SYNC_AT_MOST = Duration.ofSeconds(Definitions.EXPRESS_SECONDS_MAX + 5);

    /** The error when there is an execution of that name, and it is another one or has ended. */
    static final String ALREADY_EXISTS = "ExecutionAlreadyExists";

    private final Services services;
    private final LiveExecutions executions;
    private final StartTargets targets;
    private final ExecutionIds ids;
    private final Ends ends;
    private final ExpressHistory express;
    private final Answers answers;

    StartExecution(
            Services services,
            LiveExecutions executions,
            StartTargets targets,
            ExecutionIds ids,
            Ends ends,
            ExpressHistory express,
            Answers answers) {
        this.services = services;
        this.executions = executions;
        this.targets = targets;
        this.ids = ids;
        this.ends = ends;
        this.express = express;
        this.answers = answers;
    }

    ExecutionRow start(String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        return start(stateMachineArn, name, input, traceHeader, null);
    }

    /** @param caller the task that waits for the end; null when none does */
    ExecutionRow start(
            String stateMachineArn,
            @Nullable String name,
            Payload input,
            @Nullable String traceHeader,
            @Nullable Caller caller) {
        ExecutionRow row = row(targets.find(stateMachineArn), name, input, traceHeader, root(caller));
        return Rows.shown(answers.of(begin(row, input, caller, true)));
    }

    private @Nullable Long root(@Nullable Caller caller) {
        if (caller == null) return null;
        return services.stored()
                .row(caller.executionId())
                .map(ExecutionRow::rootOfChildren)
                .orElse(null);
    }

    long nextId() {
        return ids.next();
    }

    /**
     * Begins a child of a Map Run.
     *
     * @throws ServiceException when there are too many executions
     */
    CompletableFuture<ExecutionRow> child(ExecutionRow row, Payload input, Caller caller) {
        requireRoom();
        return begin(row, input, caller, true);
    }

    RunResult startSync(String stateMachineArn, @Nullable String name, Payload input, @Nullable String traceHeader) {
        StartTargets.Target target = targets.find(stateMachineArn);
        if (target.machine().type() != MachineType.EXPRESS)
            throw new ServiceException(
                    "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
        ExecutionRow row = row(target, name, input, traceHeader, null);
        CompletableFuture<RunResult> end = ends.enter(row.id());
        try {
            answers.of(begin(row, input, null, false));
            return answers.await(end, SYNC_AT_MOST) ? end.join() : timedOut(row, input);
        } finally {
            ends.leave(row.id());
        }
    }

    private RunResult timedOut(ExecutionRow row, Payload input) {
        return new RunResult(
                row.arn(),
                Rows.shownName(row),
                Status.TIMED_OUT,
                input,
                null,
                "States.Timeout",
                null,
                row.startedAt(),
                now(),
                RunClass.UnknownFailure,
                SagaStatus.NONE);
    }

    private CompletableFuture<ExecutionRow> begin(
            ExecutionRow row, Payload input, @Nullable Caller caller, boolean durable) {
        var compiled = services.definitions().compiled(row);
        var begin = new Request.Begin(input, caller, new CompletableFuture<>());
        express.begins(row);
        executions.begin(row, compiled.interpreter(), durable, begin);
        return begin.answer();
    }

    private ExecutionRow row(
            StartTargets.Target target,
            @Nullable String name,
            Payload input,
            @Nullable String traceHeader,
            @Nullable Long root) {
        MachineRow machine = target.machine();
        if (name != null) Names.require(name);
        requireSize(input);
        requireRoom();
        Instant now = now();
        String given = name == null ? TimeOrderedUuid.of(now, services.parts().entropy()) : name;
        boolean express = machine.type() == MachineType.EXPRESS;
        String uuid = express ? uuid() : "";
        String arn = express ? Arns.express(machine.arn(), given, uuid) : Arns.execution(machine.arn(), given);
        var attributes = new HashMap<>(new SearchAttributes(machine, arn, given, input, now, services).evaluate());
        if (target.testCase() != null) attributes.put(MockedTasks.ATTRIBUTE, target.testCase());
        return ExecutionRow.started(
                ids.next(),
                machine.arn(),
                express ? given + ":" + uuid : given,
                arn,
                machine.type(),
                machine.definitionHash(),
                machine.roleArn(),
                Definitions.hash(input.text()),
                now,
                attributes,
                target.origin().withTraceHeader(traceHeader).withRoot(root));
    }

    private void requireSize(Payload input) {
        int max = services.settings().limits().payloadBytesMax();
        if (input.utf8Length() <= max) return;
        String reason = "The input has " + input.utf8Length() + " bytes; the limit is " + max + ".";
        throw Refusals.invalidExecutionInput(reason);
    }

    private void requireRoom() {
        int max = services.settings().openExecutionsMax();
        if (executions.size() >= max) throw Refusals.tooManyExecutions(max);
    }

    private String uuid() {
        var entropy = services.parts().entropy();
        return new UUID(entropy.nextLong(), entropy.nextLong()).toString();
    }

    private Instant now() {
        return services.parts().clock().now();
    }

    // Idempotency by name.

    /** Starting again with the same input, while the first one runs, is the same start. */
    static boolean isSameStart(ExecutionRow existing, ExecutionRow wanted) {
        return existing.status() == Status.RUNNING && existing.inputHash().equals(wanted.inputHash());
    }

    static ServiceException alreadyExists(String arn) {
        return new ServiceException(ALREADY_EXISTS, "Execution Already Exists: '" + arn + "'");
    }
}
