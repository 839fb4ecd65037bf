package dev.skald.asl;

/**
 * One compiled field of a state: a path, a payload template, an intrinsic, a constant, or several of them in a row.
 *
 * <p>The seam between query languages: the parser compiles JSONPath and JSONata fields to the same expressions, and the
 * interpreter only evaluates.
 */
@FunctionalInterface
public interface Expression<T> {
    /** @throws EvaluationException with the AWS error name when the field cannot be evaluated */
    T evaluate(Scope scope);

    /** An expression that is always the same value. */
    static <T> Expression<T> constant(T value) {
        return scope -> value;
    }
}
