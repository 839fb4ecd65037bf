package dev.skald.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writer's session knows to be stored, the latest used of it. Another session starts with nothing: what a session
 * that failed has written last is not stored.
 */
final class Remembered<K, V> {
    private final Map<K, V> values;
    private @Nullable Session session;

    Remembered(int max) {
        values = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }

    @Nullable
    V get(Session writer, K key) {
        return of(writer).get(key);
    }

    void put(Session writer, K key, V value) {
        of(writer).put(key, value);
    }

    void forget(Session writer, K key) {
        of(writer).remove(key);
    }

    private Map<K, V> of(Session writer) {
        if (session != writer) {
            values.clear();
            session = writer;
        }
        return values;
    }
}
