package dev.skald.asl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which names the {@code Assign} fields of a definition assign, block by block. A branch or an inline processor sees the
 * variables of the blocks around it, and may not assign them; that of a Distributed Map sees none. Section 1.9.
 */
final class VariableScopes {
    private static final String SUFFIX = ".$";

    private final List<Block> blocks = new ArrayList<>();
    private Block current = new Block(null);

    private static final class Block {
        final @Nullable Block around;
        final Map<String, Location> assigned = new LinkedHashMap<>();

        /** What catchers assign: after the branches and iterations, which may therefore use the same names. */
        final Map<String, Location> caught = new LinkedHashMap<>();

        Block(@Nullable Block around) {
            this.around = around;
        }

        boolean seesOuter(String name) {
            for (Block each = around; each != null; each = each.around)
                if (each.assigned.containsKey(name)) return true;
            return false;
        }
    }

    VariableScopes() {
        blocks.add(current);
    }

    /** Goes into a block of states, does something there, and comes out again. */
    String within(boolean isolated, Supplier<String> parse) {
        Block outer = current;
        current = new Block(isolated ? null : outer);
        blocks.add(current);
        try {
            return parse.get();
        } finally {
            current = outer;
        }
    }

    /** Takes down the names that an {@code Assign} assigns, and records what is wrong with them. */
    void assigned(Fields assign, boolean jsonPath, boolean catcher) {
        Map<String, Location> names = catcher ? current.caught : current.assigned;
        for (Map.Entry<String, ?> entry : assign.entries()) {
            String key = entry.getKey();
            boolean dynamic = jsonPath && key.endsWith(SUFFIX);
            String name = dynamic ? key.substring(0, key.length() - SUFFIX.length()) : key;
            if (!VariableNames.isName(name)) assign.problem("Invalid variable name: '" + name + "'");
            else if (name.equals(VariableNames.RESERVED)) assign.problem("The variable name 'states' is reserved");
            else names.putIfAbsent(name, assign.at(key));
        }
    }

    /** Records every assignment to a name of an outer block. */
    void check(Problems problems) {
        for (Block block : blocks) {
            check(block, block.assigned, problems);
            check(block, block.caught, problems);
        }
    }

    private static void check(Block block, Map<String, Location> names, Problems problems) {
        names.forEach((name, location) -> {
            if (!block.seesOuter(name)) return;
            problems.schema("Variable '" + name + "' is assigned in an outer scope already", location);
        });
    }
}
