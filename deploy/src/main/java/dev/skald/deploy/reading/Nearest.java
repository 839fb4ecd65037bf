package dev.skald.deploy.reading;

import java.util.Collection;
import java.util.Optional;

/** What somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name that differs by least, if it is near enough to be a slip. */
    public static Optional<String> to(String name, Collection<String> known) {
        String best = null;
        int least = (name.length() <= 3 ? 1 : Math.max(2, name.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters to insert, delete or change (Levenshtein), upper and lower case being one. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (sameLetter(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static boolean sameLetter(char a, char b) {
        return Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
