package dev.skald.asl;

/** One step of a path that names a single node. */
sealed interface Step {
    /** {@code .name} or {@code ['name']}. */
    record Field(String name) implements Step {
        @Override
        public String toString() {
            return "['" + name + "']";
        }
    }

    /** {@code [0]}. */
    record Index(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }
}
