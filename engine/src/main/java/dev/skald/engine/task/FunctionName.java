package dev.skald.engine.task;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Lambda function in any of the forms that Lambda's Invoke takes: {@code charge}, {@code charge:PROD},
 * {@code 111111111111:function:charge}, {@code arn:aws:lambda:us-east-1:111111111111:function:charge:PROD}.
 *
 * @param text as it was written
 * @param name the bare name
 * @param qualifier the version or alias; null when there is none
 */
public record FunctionName(
        String text, String name, @Nullable String qualifier) {
    private static final String MARK = "function:";

    /** The version that runs when no qualifier is given. */
    public static final String LATEST = "$LATEST";

    /**
     * The qualifier of functions that only the program itself has: those of sagas in Java. Where nobody has registered
     * them they are waited for, see {@link TaskPerformer#isHere}.
     */
    public static final String IN_PROGRAM = "java";

    /** Reads a name; empty when nothing remains that could be one. */
    public static Optional<FunctionName> parse(String text) {
        int mark = text.lastIndexOf(MARK);
        String rest = mark < 0 ? text : text.substring(mark + MARK.length());
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        String qualifier = colon < 0 ? null : rest.substring(colon + 1);
        if (name.isEmpty() || rest.startsWith("arn:")) return Optional.empty();
        return Optional.of(new FunctionName(text, name, qualifier == null || qualifier.isEmpty() ? null : qualifier));
    }

    /** This name with the value of the parameter {@code Qualifier}, which counts when the name itself has none. */
    public FunctionName qualifiedBy(@Nullable String parameter) {
        return qualifier != null || parameter == null ? this : new FunctionName(text, name, parameter);
    }

    /** Whether it is one that only the program itself has. */
    public boolean isInProgram() {
        return IN_PROGRAM.equals(qualifier);
    }

    /** The qualifier, or {@code $LATEST}. */
    public String version() {
        return qualifier == null ? LATEST : qualifier;
    }
}
