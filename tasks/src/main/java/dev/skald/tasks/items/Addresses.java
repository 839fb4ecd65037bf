package dev.skald.tasks.items;

import dev.skald.engine.objects.ObjectAddress;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects whose contents are read one after the other. */
interface Addresses extends AutoCloseable {
    /** The next one; null after the last one. */
    @Nullable
    ObjectAddress next() throws IOException;

    @Override
    void close() throws IOException;

    /** One object. */
    static Addresses only(ObjectAddress address) {
        return of(List.of(address));
    }

    /** These objects. */
    static Addresses of(Iterable<ObjectAddress> addresses) {
        var left = addresses.iterator();
        return new Addresses() {
            @Override
            public @Nullable ObjectAddress next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
