package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.MachineType;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.aws.AwsEndpoint;
import dev.skald.server.http.Answer;
import dev.skald.server.json.JsonWriter;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs a machine for a request, or performs the action that the project names. */
final class MachineIntegration implements Integration {
    private static final Logger LOG = LoggerFactory.getLogger(MachineIntegration.class);

    private static final String START = "StartExecution";
    private static final Set<String> NO_MACHINE = Set.of("StateMachineDoesNotExist", "StateMachineDeleting");
    private static final String MACHINE_ARN = "stateMachineArn";

    private final Target.Machine target;
    private final RequestMapping request;
    private final ResponseMapping response;
    private final Machines machines;
    private final RunAnswers answers;

    MachineIntegration(
            Target.Machine target,
            RequestMapping request,
            ResponseMapping response,
            Machines machines,
            RunAnswers answers) {
        this.target = target;
        this.request = request;
        this.response = response;
        this.machines = machines;
        this.answers = answers;
    }

    @Override
    public Answer answer(TriggerCall call) throws InterruptedException {
        Optional<IdempotencyKey> key = IdempotencyKey.of(call);
        try {
            ObjectNode members = request.map(call);
            String action = target.action();
            return action == null ? run(members, key, call) : perform(action, members, key, call);
        } catch (ServiceException refused) {
            return refused(refused, call);
        }
    }

    /** The answer for a run that was not over when its caller was told where to ask again. */
    Answer answer(RunResult result, TriggerCall call) {
        return answers.answer(new Run(result), response, call);
    }

    // Waiting for the result.

    private Answer run(ObjectNode members, Optional<IdempotencyKey> key, TriggerCall call) throws InterruptedException {
        name(members, key, call);
        machines.check(START, members);
        String arn = members.path(MACHINE_ARN).stringValue();
        Payload input = payload(members);
        String name = members.path("name").stringValue();
        MachineType type = machines.type(arn);
        RunResult result = switch (type) {
            case EXPRESS -> machines.runSync(call, arn, name, input);
            case STANDARD -> machines.run(call, arn, name, input, key, wait(machines.waitMax()));
        };
        return answer(result, call);
    }

    private Duration wait(Duration setting) {
        Duration own = target.timeout();
        if (own == null) return setting;
        return own.compareTo(TriggerSettings.WAIT_MAX) > 0 ? TriggerSettings.WAIT_MAX : own;
    }

    /** Fills in what the mapping left open. */
    private void name(ObjectNode members, Optional<IdempotencyKey> key, TriggerCall call) {
        members.put(MACHINE_ARN, machines.arn(target.stateMachine(), members.path(MACHINE_ARN)));
        if (key.isPresent()) members.put("name", key.get().name());
        else if (!members.hasNonNull("name")) members.put("name", call.requestId());
    }

    private static Payload payload(ObjectNode members) {
        JsonNode input = members.path("input");
        if (!input.isString()) return Payload.EMPTY_OBJECT;
        try {
            return Payload.parse(input.stringValue());
        } catch (MalformedJson malformed) {
            throw new ServiceException(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + malformed.message() + "'");
        }
    }

    // An action of the API.

    private Answer perform(String action, ObjectNode members, Optional<IdempotencyKey> key, TriggerCall call)
            throws InterruptedException {
        boolean starts = action.equals(START) || action.equals("StartSyncExecution");
        if (starts) name(members, key, call);
        byte[] body = action.equals(START) && key.isPresent()
                ? startOnce(members, key.get(), call)
                : machines.perform(call, action, members);
        return response.ofSuccess()
                .map(choice -> choice.answer(new String(body, UTF_8), body, call))
                .orElseGet(() -> response.plain(200, body));
    }

    private byte[] startOnce(ObjectNode members, IdempotencyKey key, TriggerCall call) throws InterruptedException {
        machines.check(START, members);
        String arn = members.path(MACHINE_ARN).stringValue();
        return switch (machines.type(arn)) {
            // Of an EXPRESS execution nothing is kept by which a retry could be told.
            case EXPRESS -> machines.perform(call, START, members);
            case STANDARD -> {
                ExecutionRow row = machines.startOnce(arn, payload(members), key, call.traceHeader());
                yield new JsonWriter()
                        .text("executionArn", row.arn())
                        .time("startDate", row.startedAt())
                        .end();
            }
        };
    }

    /** As API Gateway has it, patterns are matched against the status of an action that failed. */
    private Answer refused(ServiceException refused, TriggerCall call) {
        int status = status(refused.code());
        LOG.warn(
                "{}: request {} was refused with {}: {}",
                call.trigger().name(),
                call.requestId(),
                refused.code(),
                refused.message());
        if (status == 429) throw GatewayFailure.tooManyRequests();
        if (status == 503) throw GatewayFailure.unavailable();
        boolean noMachine = target.action() == null && NO_MACHINE.contains(refused.code());
        if (status >= 500 || noMachine) throw GatewayFailure.internal();
        byte[] body = AwsEndpoint.errorBody(refused);
        return response.ofFailure(Integer.toString(status))
                .map(choice -> choice.answer(new String(body, UTF_8), body, call))
                .orElseGet(() -> response.plain(status, body));
    }

    private static int status(String code) {
        return switch (code) {
            case "ExecutionLimitExceeded", "ThrottlingException" -> 429;
            default -> AwsEndpoint.status(code);
        };
    }
}
