package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.EXECUTIONS;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.BulkRedrive;
import dev.skald.engine.Redrive;
import dev.skald.engine.RedriveBatch;
import dev.skald.engine.RedriveBatch.Outcome;
import dev.skald.engine.RedriveFilter;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Redrives, one execution or many, with what AWS's RedriveExecution has no members for.
 *
 * <pre>
 * /executions/ARN/redrive    {clientToken, input, onto, dryRun}
 * /executions/redrive        the same and {machine, through, status, startedFrom, startedBefore, error, before, limit}
 * </pre>
 *
 * <p>{@code input} is JSON text. {@code onto} is the ARN of a version, its number, or {@code current} for the machine as it
 * is now; {@code through} a version's number, an alias's name, or the ARN of either.
 */
final class RedriveApi {
    private static final Set<String> OF_ONE = Set.of("clientToken", "input", "onto", "dryRun");
    private static final Set<String> OF_MANY =
            with(OF_ONE, "machine", "through", "status", "startedFrom", "startedBefore", "error", "before", "limit");
    private static final Pattern CLIENT_TOKEN = Pattern.compile("[!-~]{1,64}");
    private static final String REDRIVE = "redrive";
    private static final String CURRENT = "current";

    private final Skald skald;
    private final ReadMachines machines;

    RedriveApi(Skald skald) {
        this.skald = skald;
        machines = new ReadMachines(skald);
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(List.of(more));
        return all;
    }

    /** Answers, unless there is nothing to redrive at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length == 2 && path[0].equals(EXECUTIONS) && path[1].equals(REDRIVE)) many(in, out);
        else if (path.length == 3 && path[0].equals(EXECUTIONS) && path[2].equals(REDRIVE)) one(path[1], in, out);
        else return false;
        return true;
    }

    // One.

    private void one(String executionArn, BodyMembers in, JsonWriter out) {
        in.allow(OF_ONE);
        String machineArn = skald.describeExecution(executionArn).row().stateMachineArn();
        Redrive redrive = redrive(in, machineArn);
        out.text("executionArn", executionArn);
        if (in.flag("dryRun")) {
            skald.checkRedrive(executionArn, redrive);
            out.text("outcome", "REDRIVABLE");
        } else {
            out.text("outcome", "REDRIVEN").iso("redrivenAt", skald.redriveExecution(executionArn, redrive));
        }
    }

    private static Redrive redrive(BodyMembers in, @Nullable String machineArn) {
        String onto = in.text("onto");
        Redrive redrive = Redrive.UNCHANGED.withClientToken(clientToken(in)).withInput(input(in.text("input")));
        if (onto == null) return redrive;
        return redrive.onto(onto.equals(CURRENT) ? machine(machineArn, "onto") : qualified(onto, machineArn, "onto"));
    }

    private static @Nullable String clientToken(BodyMembers in) {
        String token = in.text("clientToken");
        if (token != null && !CLIENT_TOKEN.matcher(token).matches())
            throw new IllegalArgumentException("'clientToken' must have 1 to 64 visible characters of ASCII.");
        return token;
    }

    private static @Nullable Payload input(@Nullable String text) {
        try {
            return text == null ? null : Payload.parse(text);
        } catch (MalformedJson malformed) {
            throw new ServiceException(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + malformed.message() + "'");
        }
    }

    /** The ARN of a machine's version or alias, which may be given by what follows the machine's ARN only. */
    private static String qualified(String text, @Nullable String machineArn, String member) {
        return text.startsWith("arn:") ? text : machine(machineArn, member) + ":" + text;
    }

    private static String machine(@Nullable String machineArn, String member) {
        if (machineArn == null)
            throw new IllegalArgumentException("'" + member + "' must be an ARN when 'machine' is not given.");
        return machineArn;
    }

    // Many.

    private void many(BodyMembers in, JsonWriter out) {
        in.allow(OF_MANY);
        String machine = in.text("machine");
        String machineArn = machine == null ? null : machines.arn(machine);
        RedriveBatch batch = skald.redriveExecutions(new BulkRedrive(
                filter(in, machineArn),
                redrive(in, machineArn),
                in.flag("dryRun"),
                before(in),
                in.number("limit", BulkRedrive.EXECUTIONS_MAX)));
        long refused = batch.outcomes().stream()
                .filter(Outcome.Refused.class::isInstance)
                .count();
        out.number("matched", (long) batch.outcomes().size())
                .number("refused", refused)
                .list(
                        "executions",
                        items -> batch.outcomes().forEach(outcome -> items.object(item -> write(outcome, item))));
        if (batch.nextBeforeId() != null) out.text("before", Long.toString(batch.nextBeforeId()));
    }

    private static RedriveFilter filter(BodyMembers in, @Nullable String machineArn) {
        String through = in.text("through");
        return RedriveFilter.ALL
                .ofMachine(machineArn)
                .startedThrough(through == null ? null : qualified(through, machineArn, "through"))
                .withStatus(status(in.text("status")))
                .startedIn(in.instant("startedFrom"), in.instant("startedBefore"))
                .withError(in.text("error"));
    }

    private static @Nullable Status status(@Nullable String text) {
        return text == null ? null : ReadExecutions.status(text);
    }

    private static long before(BodyMembers in) {
        String before = in.text("before");
        try {
            return before == null ? Long.MAX_VALUE : Long.parseLong(before);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "'before' is what the answer before said, not '" + before + "'.", malformed);
        }
    }

    private static void write(Outcome outcome, JsonWriter item) {
        ExecutionRow row = outcome.row();
        item.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("status", row.status().name())
                .iso("startedAt", row.startedAt())
                .iso("stoppedAt", row.stoppedAt());
        switch (outcome) {
            case Outcome.Redriven redriven -> item.text("outcome", "REDRIVEN").iso("redrivenAt", redriven.at());
            case Outcome.Redrivable _ -> item.text("outcome", "REDRIVABLE");
            case Outcome.Refused(var _, var why) ->
                item.text("outcome", "REFUSED").text("error", why.code()).text("message", why.message());
        }
    }
}
