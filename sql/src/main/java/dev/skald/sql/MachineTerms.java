package dev.skald.sql;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that executions of a machine go by: its own, and those of the children of its distributed Maps, {@code MACHINE/LABEL}. */
final class MachineTerms {
    /** How many of one machine are looked for: it has as many labels as its definitions ever had. */
    static final int MAX = 500;

    // What begins with MACHINE/ lies between that and MACHINE0: 0 comes right after the slash.
    static final String FIND =
            "SELECT id FROM term WHERE text = ?" + " UNION ALL SELECT id FROM term WHERE text > ? AND text < ? LIMIT ?";

    /** No text has it: nothing is found of a machine of which nothing was ever written. */
    private static final long NONE = -1;

    private MachineTerms() {}

    /** @return empty when no machine is asked for; else at least one */
    static List<Long> of(Session session, @Nullable String stateMachineArn) throws SQLException {
        if (stateMachineArn == null) return List.of();
        List<Long> found = session.list(
                FIND, row -> row.getLong(1), stateMachineArn, stateMachineArn + "/", stateMachineArn + "0", MAX);
        return found.isEmpty() ? List.of(NONE) : found;
    }

    /** The condition that a column is one of so many numbers, and what follows it; empty when none is asked for. */
    static String isOneOf(String column, int count, String then) {
        if (count == 0) return "";
        return column
                + (count == 1 ? " = ?" : " IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")")
                + then;
    }
}
