package dev.skald.server.api;

import dev.skald.asl.DefinitionText;
import dev.skald.asl.Problem;
import dev.skald.asl.SagaExport;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Definitions in other words. Changes nothing.
 *
 * <pre>
 * POST /convert    {definition, format}: the same in JSON or YAML; it need not be valid
 * POST /export     {definition}: a saga compiled to what AWS takes, with what that does otherwise
 * </pre>
 */
final class DefinitionApi {
    private DefinitionApi() {}

    /** Answers, unless it is another path. */
    static boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 1) return false;
        switch (path[0]) {
            case "convert" -> convert(in, out);
            case "export" -> export(in, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void convert(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("definition", "format"));
        String definition = in.required("definition");
        out.text(
                "definition",
                converted(definition, in.required("format"))
                        .orElseThrow(() -> new IllegalArgumentException("'definition' is neither JSON nor YAML.")));
    }

    private static Optional<String> converted(String definition, String format) {
        return switch (format) {
            case "JSON" -> DefinitionText.json(definition);
            case "YAML" -> DefinitionText.yaml(definition);
            default -> throw new IllegalArgumentException("'format' must be JSON or YAML, not '" + format + "'.");
        };
    }

    private static void export(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("definition"));
        switch (SagaExport.toAsl(in.required("definition"))) {
            case SagaExport.Result.Exported exported -> exported(exported, out);
            case SagaExport.Result.Refused refused -> problems(refused.problems(), out);
        }
    }

    private static void exported(SagaExport.Result.Exported exported, JsonWriter out) {
        String definition = DefinitionText.json(exported.definition()).orElse(exported.definition());
        out.text("definition", definition)
                .list(
                        "warnings",
                        items -> exported.warnings()
                                .forEach(warning -> items.object(
                                        item -> item.text("code", warning.code().name())
                                                .text("state", warning.state())
                                                .text("reason", warning.reason()))));
    }

    /** What is wrong with a definition. */
    static void problems(List<Problem> problems, JsonWriter out) {
        out.list("problems", items -> problems.forEach(each -> items.object(item -> write(each, item))));
    }

    private static void write(Problem problem, JsonWriter item) {
        item.text("severity", problem.severity().name())
                .text("code", problem.code())
                .text("location", problem.location())
                .text("message", problem.message());
    }
}
