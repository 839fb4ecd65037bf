package dev.skald.engine;

/** What may be the name of a machine, an execution, an activity. See section 3.3 of the Step Functions reference. */
public final class Names {
    private static final int LENGTH_MAX = 80;
    private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

    private Names() {}

    /** @throws ServiceException InvalidName */
    static void require(String name) {
        if (!valid(name)) throw new ServiceException("InvalidName", "Invalid Name: '" + name + "'");
    }

    /** Whether something may have that name. */
    public static boolean valid(String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) return false;
        for (int i = 0; i < name.length(); i++) if (forbidden(name.charAt(i))) return false;
        return true;
    }

    private static boolean forbidden(char c) {
        if (c < 0x80) return c <= ' ' || c == 0x7F || FORBIDDEN.indexOf(c) >= 0;
        return c <= 0x9F || Character.isWhitespace(c) || Character.isSurrogate(c) || c >= 0xFFFE;
    }
}
