package dev.skald.tasks.items;

import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The items of objects of one format, object after object. */
final class ManyObjects implements ItemSource {
    private final ObjectStore store;
    private final ItemFormat format;
    private final Addresses addresses;
    private @Nullable ItemValues values;
    private String source = "";

    ManyObjects(ObjectStore store, ItemFormat format, Addresses addresses) {
        this.store = store;
        this.format = format;
        this.addresses = addresses;
    }

    /** Opens the first object at once, so that a reader that cannot begin fails when it is opened. */
    ManyObjects opened() {
        try {
            openNext();
            return this;
        } catch (IOException e) {
            close();
            throw Unreadable.of("data", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public @Nullable Item next() {
        try {
            return read();
        } catch (IOException e) {
            throw Unreadable.of("data", e);
        }
    }

    private @Nullable Item read() throws IOException {
        while (values != null || openNext()) {
            var value = Objects.requireNonNull(values).next();
            if (value != null) return new Item(value.key(), value.value(), source);
            closeValues();
        }
        return null;
    }

    private boolean openNext() throws IOException {
        ObjectAddress address = addresses.next();
        if (address == null) return false;
        values = format.open(store, address);
        source = "S3://" + address.bucket() + "/" + address.key();
        return true;
    }

    private void closeValues() throws IOException {
        ItemValues open = values;
        values = null;
        if (open != null) open.close();
    }

    @Override
    public void close() {
        try (addresses) {
            closeValues();
        } catch (IOException e) {
            throw Unreadable.of("data", e);
        }
    }
}
