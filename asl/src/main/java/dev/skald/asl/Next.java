package dev.skald.asl;

/** Where control goes when a state is done. */
public sealed interface Next {
    /** {@code "End": true}: the scope (execution, branch or iteration) is done. */
    record End() implements Next {}

    /** {@code "Next": "..."}. */
    record To(String state) implements Next {}
}
