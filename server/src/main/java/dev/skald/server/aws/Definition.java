package dev.skald.server.aws;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Problem;
import dev.skald.engine.ServiceException;
import java.util.List;
import java.util.stream.Collectors;

/** The definition of a state machine as AWS takes it: JSON only, where Skald's own files may be YAML. */
final class Definition {
    private Definition() {}

    /** @throws ServiceException InvalidDefinition, with all problems */
    static void requireValid(String definition, MachineType type) {
        switch (Asl.parseJson(definition, type)) {
            case Asl.Parsed.Valid _ -> {}
            case Asl.Parsed.Invalid invalid -> throw refused(invalid.problems());
        }
    }

    /** All problems, and the warnings. */
    static List<Problem> problems(String definition, MachineType type) {
        return switch (Asl.parseJson(definition, type)) {
            case Asl.Parsed.Valid valid -> valid.warnings();
            case Asl.Parsed.Invalid invalid -> invalid.problems();
        };
    }

    private static ServiceException refused(List<Problem> problems) {
        String list = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(Problem::toString)
                .collect(Collectors.joining(", "));
        return new ServiceException("InvalidDefinition", "Invalid State Machine Definition: '" + list + "'");
    }
}
