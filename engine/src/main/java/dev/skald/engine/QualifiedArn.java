package dev.skald.engine;

import org.jspecify.annotations.Nullable;

/**
 * A state machine's ARN with what may follow it: a version's number, or an alias. Section 3.3 of the reference.
 *
 * @param stateMachineArn the machine's own ARN
 * @param qualifier what follows; null when nothing does
 */
record QualifiedArn(String stateMachineArn, @Nullable String qualifier) {
    private static final int PARTS_OF_MACHINE = 7;
    private static final int NUMBER_DIGITS_MAX = 9;

    static QualifiedArn parse(String arn) {
        String[] parts = arn.split(":", PARTS_OF_MACHINE + 1);
        if (parts.length <= PARTS_OF_MACHINE || !parts[5].equals("stateMachine")) return new QualifiedArn(arn, null);
        String qualifier = parts[PARTS_OF_MACHINE];
        return new QualifiedArn(arn.substring(0, arn.length() - qualifier.length() - 1), qualifier);
    }

    String text() {
        return qualifier == null ? stateMachineArn : stateMachineArn + ":" + qualifier;
    }

    /** The version's number; 0 when it names no version. */
    int version() {
        if (qualifier == null || qualifier.isEmpty() || qualifier.length() > NUMBER_DIGITS_MAX) return 0;
        boolean digits = qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(qualifier) : 0;
    }

    /** The alias's name; null when it names none. */
    @Nullable
    String alias() {
        return version() == 0 ? qualifier : null;
    }
}
