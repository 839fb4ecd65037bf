package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/** What paths and intrinsics read while one field is evaluated: a document for {@code $}, the context, variables. */
final class Frame {
    private final Scope scope;
    private final Payload document;
    private @Nullable Payload context;

    /** @param document what {@code $} is in this field */
    Frame(Scope scope, Payload document) {
        this.scope = scope;
        this.document = document;
    }

    Payload document() {
        return document;
    }

    Payload context() {
        Payload made = context;
        if (made == null) {
            made = scope.context().get();
            context = made;
        }
        return made;
    }

    @Nullable
    Payload variable(String name) {
        return scope.variables().get(name);
    }

    Entropy entropy() {
        return scope.entropy();
    }
}
