package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/**
 * A place in a definition, written as AWS does: {@code /States/Pay/Choices[0]/Next}, the whole definition as {@code /}.
 *
 * <p>Made for every object and written out for problems only.
 */
final class Location {
    static final Location ROOT = new Location(null, "");

    private final @Nullable Location parent;
    private final String segment;

    private Location(@Nullable Location parent, String segment) {
        this.parent = parent;
        this.segment = segment;
    }

    Location field(String name) {
        return new Location(this, "/" + name);
    }

    Location element(int index) {
        return new Location(this, "[" + index + "]");
    }

    boolean isRoot() {
        return parent == null;
    }

    @Override
    public String toString() {
        if (parent == null) return "/";
        StringBuilder reversed = new StringBuilder();
        for (Location at = this; at != null; at = at.parent) reversed.insert(0, at.segment);
        return reversed.toString();
    }
}
