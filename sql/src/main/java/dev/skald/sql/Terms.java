package dev.skald.sql;

import java.sql.SQLException;

/** Numbers for texts that many rows repeat. Only the writer asks. */
final class Terms {
    /** How many numbers are remembered; others are looked up. */
    static final int REMEMBERED_MAX = 10_000;

    private static final String INSERT = "INSERT INTO term (text) VALUES (?) ON CONFLICT DO NOTHING";
    private static final String FIND = "SELECT id FROM term WHERE text = ?";
    private static final long NONE = -1;

    private final Remembered<String, Long> remembered = new Remembered<>(REMEMBERED_MAX);

    /** The number of a text, which gets one if it has none. */
    long id(Session writer, String text) throws SQLException {
        Long known = remembered.get(writer, text);
        if (known != null) return known;
        long id = find(writer, text);
        remembered.put(writer, text, id);
        return id;
    }

    private static long find(Session writer, String text) throws SQLException {
        long known = writer.number(FIND, NONE, text);
        if (known != NONE) return known;
        writer.update(INSERT, text);
        return writer.number(FIND, NONE, text);
    }
}
