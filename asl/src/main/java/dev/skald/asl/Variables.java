package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/** The variables that an expression may read: those of its scope and of the scopes around it. Section 1.9. */
@FunctionalInterface
public interface Variables {
    /** Where there are none. */
    Variables NONE = name -> null;

    /** A variable's value; null when nothing was assigned to the name. */
    @Nullable
    Payload get(String name);
}
