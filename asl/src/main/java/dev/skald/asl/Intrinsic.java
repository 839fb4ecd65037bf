package dev.skald.asl;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A call of an intrinsic function (section 1.7), parsed: {@code States.Format('{}', $.name)}.
 *
 * @param text the call as the definition spells it
 */
record Intrinsic(IntrinsicFunction function, String text, List<Argument> arguments) {

    /** One argument of a call. */
    sealed interface Argument {
        /** A literal: string, number, boolean or null. */
        record Literal(JsonNode value) implements Argument {}

        /** A path over the input or the context. */
        record Query(Path path) implements Argument {}

        /** A nested call. */
        record Call(Intrinsic intrinsic) implements Argument {}
    }

    /** @throws EvaluationException if a path selects nothing or the function fails */
    JsonNode evaluate(Frame frame) {
        JsonNode[] values = new JsonNode[arguments.size()];
        for (int i = 0; i < values.length; i++) values[i] = value(arguments.get(i), frame);
        return function.apply(new IntrinsicArguments(this, values, frame.entropy()));
    }

    private JsonNode value(Argument argument, Frame frame) {
        return switch (argument) {
            case Argument.Literal(JsonNode value) -> value;
            case Argument.Call(Intrinsic intrinsic) -> intrinsic.evaluate(frame);
            case Argument.Query(Path path) -> {
                JsonNode found = path.find(frame);
                if (found == null) throw notFound(path, frame);
                yield found;
            }
        };
    }

    private EvaluationException notFound(Path path, Frame frame) {
        return failure(
                ErrorName.RUNTIME,
                "The JsonPath argument for the field '" + path.text() + "' could not be found in the input '"
                        + path.subject(frame) + "'");
    }

    /** A failure in AWS's words. */
    EvaluationException failure(String error, String message) {
        return new EvaluationException(error, "The function '" + text + "' had the following error: " + message);
    }
}
