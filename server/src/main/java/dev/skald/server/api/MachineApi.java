package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.MACHINES;

import dev.skald.asl.Asl;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.insight.InferredSchema;
import dev.skald.server.insight.RecentRuns;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One machine.
 *
 * <pre>
 * GET /machines/NAME-OR-ARN?hours=N           its definition, versions, aliases, rates and failures by state
 * GET /machines/NAME-OR-ARN/versions?before=NUMBER&amp;limit=N    its versions, the newest first
 * GET /machines/NAME-OR-ARN/inputs?limit=N    its latest inputs, and a schema that they have in common
 * POST /machines                              {name, definition, type}
 * POST /machines/NAME-OR-ARN                  {definition, revisionId, publish, description}
 * </pre>
 *
 * <p>Definitions are in JSON or YAML, and kept as they are written. With {@code revisionId}, empty for that of the creation,
 * only the revision that was seen is changed.
 */
final class MachineApi {
    private static final int HOURS_DEFAULT = 24;
    private static final int HOURS_MAX = 24 * 90;
    private static final int VERSIONS_DEFAULT = 100;
    private static final int VERSIONS_MAX = 1_000;
    private static final int ALIASES_MAX = 100;
    private static final int FAILURES_MAX = 200;
    private static final int MACHINES_COUNTED_MAX = 10_000;

    private static final int INPUTS_DEFAULT = 20;
    private static final int INPUTS_MAX = 50;

    /** Longer inputs are left out of the list, in characters; they are looked at for the schema no more than shown. */
    private static final int INPUT_CHARS_MAX = 32_768;

    private final Skald skald;
    private final ReadMachines machines;
    private final FailureApi failures;

    MachineApi(Skald skald, FailureApi failures) {
        this.skald = skald;
        this.failures = failures;
        machines = new ReadMachines(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length < 2 || !path[0].equals(MACHINES)) return false;
        if (path.length == 2) describe(machines.arn(path[1]), query, out);
        else if (path.length == 3 && path[2].equals("inputs"))
            inputs(machines.arn(path[1]), query.limit(INPUTS_DEFAULT, INPUTS_MAX), out);
        else if (path.length == 3 && path[2].equals("versions")) versions(machines.arn(path[1]), query, out);
        else return false;
        return true;
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length > 2 || !path[0].equals(MACHINES)) return false;
        if (path.length == 1) create(in, out);
        else update(machines.arn(path[1]), in, out);
        return true;
    }

    private void create(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("name", "definition", "type"));
        String name = in.required("name");
        if (machines.exists(name))
            throw new ServiceException("StateMachineAlreadyExists", "State Machine Already Exists: '" + name + "'");
        String arn = skald.deploy(name, in.required("definition"), ValidateApi.type(in.text("type")));
        ReadMachines.item(skald.describeStateMachine(arn), out);
    }

    private void update(String arn, BodyMembers in, JsonWriter out) {
        in.allow(Set.of("definition", "revisionId", "publish", "description"));
        MachineRow row = skald.describeStateMachine(arn);
        requireSeen(row, in);
        MachineRow updated = skald.updateStateMachine(arn, in.required("definition"), null, null);
        ReadMachines.item(updated, out);
        if (in.flag("publish"))
            out.text(
                    "stateMachineVersionArn",
                    skald.publishVersion(arn, updated.revisionId(), in.text("description"))
                            .arn());
    }

    /** What nobody has seen is not overwritten. */
    static void requireSeen(MachineRow row, BodyMembers in) {
        String current = row.revisionId() == null ? "" : row.revisionId();
        if (in.has("revisionId") && !in.textOrEmpty("revisionId").equals(current))
            throw new ServiceException("ConflictException", "The machine was changed meanwhile. Look at it again.");
    }

    private void describe(String arn, QueryParameters query, JsonWriter out) {
        MachineRow row = skald.describeStateMachine(arn);
        ReadMachines.item(row, out);
        out.text("roleArn", row.roleArn()).text("definition", row.definition());
        out.tree("tree", Asl.tree(row.definition()).orElse(null));
        versions(arn, Integer.MAX_VALUE, VERSIONS_DEFAULT, "versionsBefore", out);
        aliases(arn, out);
        StatusApi.write(counts(arn), out);
        rates(arn, Duration.ofHours(Math.clamp(query.number("hours", HOURS_DEFAULT), 1, HOURS_MAX)), out);
        failures.list(new FailureQuery(arn, null, null, FAILURES_MAX), out);
    }

    private void versions(String arn, QueryParameters query, JsonWriter out) {
        skald.describeStateMachine(arn);
        int before = (int) Math.min(Integer.MAX_VALUE, query.number("before", Integer.MAX_VALUE));
        versions(arn, before, query.limit(VERSIONS_DEFAULT, VERSIONS_MAX), "before", out);
    }

    /** @param more what the number is called from which on there are more, if there are */
    private void versions(String arn, int before, int limit, String more, JsonWriter out) {
        List<VersionRow> versions = skald.listVersions(arn, before, limit + 1);
        List<VersionRow> shown = versions.subList(0, Math.min(limit, versions.size()));
        out.list(
                "versions",
                items -> shown.forEach(version -> items.object(item -> item.number("version", (long) version.number())
                        .text("stateMachineVersionArn", version.arn())
                        .text("description", version.description())
                        .text("revisionId", version.revisionId())
                        .iso("createdAt", version.createdAt()))));
        if (shown.size() < versions.size())
            out.number(more, (long) shown.getLast().number());
    }

    private void aliases(String arn, JsonWriter out) {
        List<AliasRow> aliases = skald.listAliases(arn, null, ALIASES_MAX);
        out.list("aliases", items -> aliases.forEach(alias -> items.object(item -> write(alias, item))));
    }

    private static void write(AliasRow alias, JsonWriter item) {
        item.text("name", alias.name())
                .text("stateMachineAliasArn", alias.arn())
                .text("description", alias.description())
                .iso("updatedAt", alias.updatedAt())
                .list(
                        "routes",
                        routes -> alias.routes()
                                .forEach(route -> routes.object(item2 -> item2.number("version", (long) route.version())
                                        .number("weight", (long) route.weight()))));
    }

    private MachineCounts counts(String arn) {
        return MachineCounts.byMachine(skald.insight().countByMachine(MACHINES_COUNTED_MAX))
                .getOrDefault(arn, MachineCounts.none(arn));
    }

    private void rates(String arn, Duration length, JsonWriter out) {
        Span span = Span.of(skald.insight(), arn, length);
        RecentRuns runs = span.of(span.samples());
        out.object("rates", rates -> {
            span.write(rates);
            Span.write(runs, rates);
        });
    }

    // Inputs.

    private void inputs(String arn, int limit, JsonWriter out) {
        skald.describeStateMachine(arn);
        List<ExecutionRow> rows = skald.listExecutions(new ExecutionQuery(arn, null, Map.of(), Long.MAX_VALUE, limit));
        List<JsonNode> examples = new ArrayList<>();
        out.list(
                "inputs",
                items -> rows.forEach(row ->
                        input(row).ifPresent(input -> items.object(item -> write(row, input, examples, item)))));
        out.tree("schema", InferredSchema.of(examples));
    }

    /** It may have been purged since the list was read. */
    private Optional<String> input(ExecutionRow row) {
        try {
            return Optional.of(
                    skald.describeExecution(row.arn()).result().input().text());
        } catch (ServiceException gone) {
            if (!gone.code().equals("ExecutionDoesNotExist")) throw gone;
            return Optional.empty();
        }
    }

    private static void write(ExecutionRow row, String input, List<JsonNode> examples, JsonWriter item) {
        item.text("executionArn", row.arn())
                .text("name", row.name())
                .text("status", row.status().name())
                .iso("startedAt", row.startedAt());
        if (input.length() > INPUT_CHARS_MAX) {
            item.flag("inputLeftOut", true);
            return;
        }
        item.raw("input", input);
        examples.add(JsonReader.trusted("[" + input + "]").get(0));
    }
}
