package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.Variables;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a frame sees: its own, then those of the scopes around it. Section 1.9. */
record VariablesInScope(Execution execution, Frame frame) implements Variables {
    @Override
    public @Nullable Payload get(String name) {
        for (Frame each = frame; each != null; each = execution.frames.get(each.parent)) {
            Payload value = each.variables.get(name);
            if (value != null) return value;
        }
        return null;
    }

    /** All of them, by name. */
    Map<String, Payload> all() {
        Map<String, Payload> all = new LinkedHashMap<>();
        for (Frame each = frame; each != null; each = execution.frames.get(each.parent))
            each.variables.forEach(all::putIfAbsent);
        return all;
    }

    /** How many bytes all variables of an execution have. */
    static long bytes(Execution execution) {
        long bytes = 0;
        for (Frame each : execution.frames.values())
            for (Payload value : each.variables.values()) bytes += value.utf8Length();
        return bytes;
    }
}
