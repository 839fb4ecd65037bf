package dev.skald.server.api;

import dev.skald.asl.RunClass;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.MachineArns;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.insight.KnownErrorEdit;
import dev.skald.server.insight.UnifiedDiff;
import dev.skald.server.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where executions fail, and what a person says to it.
 *
 * <pre>
 * GET  /failures?machine=NAME-OR-ARN&amp;class=C&amp;limit=N   by machine, state and error, those with news first, then those seen last
 * POST /failures/acknowledge   {machine, state, error, who, why}
 * POST /failures/known         {machine, error, who, why, apply, revisionId}
 * </pre>
 *
 * <p>{@code class} is UnknownFailure unless another is given, or {@code all}. {@code known} shows how the definition would change; with {@code
 * apply} it changes, and is published as a version.
 */
final class FailureApi {
    private static final String FAILURES = "failures";
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    /** Groups that are told, or counted as left out. */
    private static final int COUNTED_MAX = 1_000;

    /** More of a cause is not shown. */
    private static final int CAUSE_CHARS_MAX = 500;

    /** As AWS limits the description of a version. */
    private static final int DESCRIPTION_CHARS_MAX = 256;

    private final Skald skald;
    private final ReadMachines machines;

    FailureApi(Skald skald) {
        this.skald = skald;
        machines = new ReadMachines(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length != 1 || !path[0].equals(FAILURES)) return false;
        String machine = query.text("machine");
        list(
                new FailureQuery(
                        machine == null ? null : machines.arn(machine),
                        null,
                        runClass(query.text("class")),
                        query.limit(LIMIT_DEFAULT, LIMIT_MAX)),
                out);
        return true;
    }

    private static @Nullable RunClass runClass(@Nullable String text) {
        if (text == null) return RunClass.UnknownFailure;
        return text.equals("all") ? null : ReadExecutions.runClass(text);
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 2 || !path[0].equals(FAILURES)) return false;
        switch (path[1]) {
            case "acknowledge" -> acknowledge(in, out);
            case "known" -> known(in, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    // Looking.

    /** Writes the groups that a query finds, and how many more there are. */
    void list(FailureQuery query, JsonWriter out) {
        Map<String, Optional<AsItIs>> known = new HashMap<>();
        List<FailureGroup> groups = skald.insight()
                .failures(new FailureQuery(query.stateMachineArn(), query.mapRunArn(), query.runClass(), COUNTED_MAX));
        out.list(
                FAILURES,
                items -> groups.stream()
                        .limit(query.limit())
                        .forEach(group -> items.object(item -> {
                            String machine = MachineArns.machineOf(group.stateMachineArn());
                            write(group, known.computeIfAbsent(machine, this::machine), item);
                        })));
        if (groups.size() > query.limit()) out.number("failuresLeftOut", (long) groups.size() - query.limit());
    }

    /**
     * A machine as it is now, read once for all of its groups.
     *
     * @param knownErrors those of its definition
     */
    private record AsItIs(MachineRow row, Set<String> knownErrors) {
        boolean isNew(FailureGroup group) {
            return row.revisionId() != null && group.firstAt().isAfter(row.updatedAt());
        }

        boolean knows(FailureGroup group) {
            return knownErrors.contains(group.error());
        }
    }

    /** It may have been deleted. */
    private Optional<AsItIs> machine(String arn) {
        try {
            MachineRow row = skald.describeStateMachine(arn);
            return Optional.of(new AsItIs(row, KnownErrorEdit.known(row.definition(), row.type())));
        } catch (ServiceException gone) {
            if (!gone.code().equals("StateMachineDoesNotExist")) throw gone;
            return Optional.empty();
        }
    }

    private void write(FailureGroup group, Optional<AsItIs> machine, JsonWriter item) {
        String arn = group.stateMachineArn();
        item.text("stateMachineArn", arn)
                .text("name", arn.substring(arn.lastIndexOf(':') + 1))
                .text("state", group.state())
                .text("error", group.error())
                .text("runClass", group.runClass().name())
                .number("count", group.count())
                .number("news", group.news())
                .iso("firstAt", group.firstAt())
                .iso("lastAt", group.lastAt())
                .flag(
                        "newSinceUpdate",
                        machine.filter(known -> known.isNew(group)).isPresent())
                .flag("knownNow", machine.filter(known -> known.knows(group)).isPresent());
        Acknowledgement acknowledgement = group.acknowledgement();
        if (acknowledgement != null) item.object("acknowledged", object -> write(acknowledgement, object));
        skald.insight().execution(group.exampleId()).ifPresent(row -> example(row, item));
    }

    private static void write(Acknowledgement acknowledgement, JsonWriter object) {
        object.text("who", acknowledgement.who())
                .text("why", acknowledgement.why())
                .iso("at", acknowledgement.at());
    }

    private void example(ExecutionRow row, JsonWriter item) {
        item.text("example", row.arn());
        try {
            item.text(
                    "cause",
                    shortened(skald.describeExecution(row.arn()).result().cause(), CAUSE_CHARS_MAX));
        } catch (ServiceException purged) {
            if (!purged.code().equals("ExecutionDoesNotExist")) throw purged;
        }
    }

    private static @Nullable String shortened(@Nullable String text, int charsMax) {
        return text == null || text.length() <= charsMax ? text : text.substring(0, charsMax) + "…";
    }

    // Acting.

    private void acknowledge(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("machine", "state", "error", "who", "why"));
        String machine = machines.arn(in.required("machine"));
        Acknowledgement made = skald.insight()
                .acknowledge(machine, in.textOrEmpty("state"), in.textOrEmpty("error"), in.kept("who"), in.kept("why"));
        out.text("stateMachineArn", made.stateMachineArn())
                .text("state", made.state())
                .text("error", made.error())
                .object("acknowledged", object -> write(made, object));
    }

    private void known(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("machine", "error", "who", "why", "apply", "revisionId"));
        MachineRow row = skald.describeStateMachine(MachineArns.machineOf(machines.arn(in.required("machine"))));
        String error = in.required("error");
        String edited = edited(row, error);
        out.text("stateMachineArn", row.arn())
                .text("error", error)
                .text("diff", UnifiedDiff.of(row.definition(), edited));
        if (in.flag("apply")) apply(row, edited, error, in, out);
        else out.text("revisionId", row.revisionId()).flag("applied", false);
    }

    private static String edited(MachineRow row, String error) {
        if (KnownErrorEdit.known(row.definition(), row.type()).contains(error))
            throw new ServiceException("ValidationException", "'" + error + "' is among the KnownErrors already.");
        return KnownErrorEdit.add(row.definition(), row.type(), error)
                .orElseThrow(() -> new ServiceException(
                        "ValidationException",
                        "The text of this definition cannot be changed with care: put '" + error
                                + "' into its KnownErrors by hand."));
    }

    /** Only the definition that the person has seen is changed. */
    private void apply(MachineRow row, String edited, String error, BodyMembers in, JsonWriter out) {
        String said = in.kept("who") + ": " + in.kept("why");
        MachineApi.requireSeen(row, in);
        MachineRow updated = skald.updateStateMachine(row.arn(), edited, null, null);
        String description = shortened(error + " is a known error. " + said, DESCRIPTION_CHARS_MAX - 1);
        VersionRow version = skald.publishVersion(row.arn(), updated.revisionId(), description);
        out.text("revisionId", updated.revisionId())
                .text("stateMachineVersionArn", version.arn())
                .flag("applied", true);
    }
}
