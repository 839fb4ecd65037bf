package dev.skald.asl;

import java.util.List;

/** Short ways to machines and values for tests; single quotes stand for double quotes. */
final class Machines {
    private Machines() {}

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    static Payload payload(String text) {
        try {
            return Payload.parse(quoted(text));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The machine of a definition that must be valid. */
    static StateMachine machine(String definition) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> valid.machine();
            case Asl.Parsed.Invalid(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** A machine of one state named S. */
    static StateMachine one(String state) {
        return machine(definition(quoted(state)));
    }

    static String definition(String state) {
        return "{\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}";
    }

    static Chain.Outcome run(String state, String input) {
        return Chain.run(one(state), payload(input));
    }

    /** What a Pass state makes of a {@code .$} field. */
    static Chain.Outcome evaluate(String expression, String input) {
        String field = Json.write(Json.text(expression));
        StateMachine machine =
                machine(definition("{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{\"r.$\":" + field + "}}"));
        return Chain.run(machine, payload(input));
    }

    static List<String> problems(String definition) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid _ -> List.of();
            case Asl.Parsed.Invalid(List<Problem> problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    /** What is wrong with a machine of one state named S. */
    static List<String> problemsOf(String state) {
        return problems(definition(quoted(state)));
    }
}
