package dev.skald.asl;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names for the states that an export adds: unique in the whole machine. */
final class ExportNames {
    private static final int LONGEST = 80;
    private static final int SUFFIX_MAX = 8;

    private final Set<String> taken = new HashSet<>();

    ExportNames(Collection<String> taken) {
        this.taken.addAll(taken);
    }

    /** The name that is wanted, cut to what AWS allows; with a number when it is taken. */
    String fresh(String wanted) {
        String name = cut(wanted, LONGEST);
        for (int i = 2; !taken.add(name); i++) name = cut(wanted, LONGEST - SUFFIX_MAX) + " " + i;
        return name;
    }

    private static String cut(String name, int most) {
        return name.codePointCount(0, name.length()) <= most
                ? name
                : name.substring(0, name.offsetByCodePoints(0, most));
    }
}
