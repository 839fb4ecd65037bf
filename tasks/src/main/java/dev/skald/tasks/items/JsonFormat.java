package dev.skald.tasks.items;

import dev.skald.asl.JsonElements;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file with an array; or with an array or object that a JSON Pointer leads to, whose members are the items.
 *
 * @param pointer {@code ItemsPointer}; empty for none
 */
record JsonFormat(String pointer) implements ItemFormat {
    @Override
    public String inputType() {
        return "JSON";
    }

    @Override
    public ItemValues open(ObjectStore store, ObjectAddress address) throws IOException {
        InputStream body = ObjectBytes.open(store, address);
        try {
            return new Values(body, elements(body));
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private JsonElements elements(InputStream body) throws IOException {
        JsonElements elements;
        try {
            elements =
                    JsonElements.open(body, pointer, ReaderLimits.ITEM_BYTES_MAX, ReaderLimits.POINTER_LEAD_BYTES_MAX);
        } catch (MalformedJson e) {
            throw malformed(e);
        } catch (JsonElements.TooLong e) {
            throw ItemReaderException.failed("ItemsPointer must lead to a place in the first "
                    + ReaderLimits.POINTER_LEAD_BYTES_MAX + " bytes of the file.");
        }
        // As recorded, a file that is one object has no items; a pointer may lead to one.
        boolean iterable = elements.isArray() || elements.isObject() && !pointer.isEmpty();
        if (!iterable) throw ItemReaderException.failed("Attempting to map over non-iterable node.");
        return elements;
    }

    private static ItemReaderException malformed(MalformedJson e) {
        return ItemReaderException.failed("The file is not valid JSON: " + e.message());
    }

    private record Values(InputStream body, JsonElements elements) implements ItemValues {
        @Override
        public @Nullable ItemValue next() throws IOException {
            try {
                var element = elements.next();
                return element == null ? null : new ItemValue(element.name(), Payload.of(element.value()));
            } catch (MalformedJson e) {
                throw malformed(e);
            } catch (JsonElements.TooLong e) {
                throw Oversized.item();
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
