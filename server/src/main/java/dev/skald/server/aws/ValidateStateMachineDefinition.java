package dev.skald.server.aws;

import dev.skald.asl.MachineType;
import dev.skald.asl.Problem;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ValidateStateMachineDefinition: an invalid definition is an answer, not an error. */
final class ValidateStateMachineDefinition implements Action {
    private static final int DIAGNOSTICS_MAX = 100;

    @Override
    public void perform(Parameters in, JsonWriter out) {
        MachineType type = MachineType.valueOf(in.text("type", MachineType.STANDARD.name()));
        boolean warnings = in.text("severity", "ERROR").equals("WARNING");
        int asked = in.number("maxResults", 0);
        int max = asked == 0 ? DIAGNOSTICS_MAX : asked;

        List<Problem> problems = Definition.problems(in.required("definition"), type);
        boolean valid = problems.stream().noneMatch(ValidateStateMachineDefinition::isError);
        List<Problem> wanted = problems.stream()
                .filter(problem -> warnings || isError(problem))
                .toList();

        out.text("result", valid ? "OK" : "FAIL");
        out.list("diagnostics", items -> wanted.stream().limit(max).forEach(problem -> diagnostic(problem, items)));
        out.flag("truncated", wanted.size() > max);
    }

    private static boolean isError(Problem problem) {
        return problem.severity() == Problem.Severity.ERROR;
    }

    private static void diagnostic(Problem problem, JsonWriter items) {
        items.object(item -> item.text("severity", problem.severity().name())
                .text("code", problem.code())
                .text("message", problem.message())
                .text("location", problem.location()));
    }
}
