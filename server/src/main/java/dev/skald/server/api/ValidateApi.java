package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.MACHINES;

import dev.skald.asl.Asl;
import dev.skald.asl.Finding;
import dev.skald.asl.MachineType;
import dev.skald.asl.Problem;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a definition, and what it probably does not mean. Changes nothing.
 *
 * <pre>
 * POST /validate                      {definition, type}: a definition as text, in JSON or YAML
 * GET  /machines/NAME-OR-ARN/lint     of a machine as it is now
 * </pre>
 */
final class ValidateApi {
    private static final Set<String> MEMBERS = Set.of("definition", "type");

    private final Skald skald;
    private final ReadMachines machines;

    ValidateApi(Skald skald) {
        this.skald = skald;
        machines = new ReadMachines(skald);
    }

    /** Answers, unless it is another path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 1 || !path[0].equals("validate")) return false;
        in.allow(MEMBERS);
        String definition = in.text("definition");
        if (definition == null) throw new IllegalArgumentException("'definition' is missing.");
        validate(definition, type(in.text("type")), out);
        return true;
    }

    /** Answers, unless it is another path. */
    boolean route(String[] path, JsonWriter out) {
        if (path.length != 3 || !path[0].equals(MACHINES) || !path[2].equals("lint")) return false;
        MachineRow row = skald.describeStateMachine(machines.arn(path[1]));
        out.text("stateMachineArn", row.arn());
        findings(Asl.lint(row.definition(), row.type()), out);
        return true;
    }

    /** STANDARD when absent. */
    static MachineType type(@Nullable String name) {
        for (MachineType type : MachineType.values()) if (type.name().equals(name)) return type;
        if (name == null) return MachineType.STANDARD;
        throw new IllegalArgumentException(
                "'type' must be one of " + Arrays.toString(MachineType.values()) + ", not '" + name + "'.");
    }

    private static void validate(String definition, MachineType type, JsonWriter out) {
        Asl.Parsed parsed = Asl.parse(definition, type);
        out.flag("valid", parsed instanceof Asl.Parsed.Valid);
        DefinitionApi.problems(problems(parsed), out);
        findings(Asl.lint(definition, type), out);
        out.tree("tree", Asl.tree(definition).orElse(null));
    }

    private static List<Problem> problems(Asl.Parsed parsed) {
        return switch (parsed) {
            case Asl.Parsed.Valid valid -> valid.warnings();
            case Asl.Parsed.Invalid invalid -> invalid.problems();
        };
    }

    private static void findings(List<Finding> findings, JsonWriter out) {
        out.list(
                "lint",
                items -> findings.forEach(each ->
                        items.object(item -> item.text("code", each.code().name())
                                .text("state", each.state())
                                .text("location", each.location())
                                .text("reason", each.reason()))));
    }
}
