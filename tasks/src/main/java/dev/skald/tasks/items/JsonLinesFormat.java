package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one JSON value a line. Empty lines are passed over. */
record JsonLinesFormat() implements ItemFormat {
    @Override
    public String inputType() {
        return "JSONL";
    }

    @Override
    public ItemValues open(ObjectStore store, ObjectAddress address) throws IOException {
        InputStream body = ObjectBytes.open(store, address);
        return new Values(body, new Lines(body, ReaderLimits.ITEM_BYTES_MAX));
    }

    private record Values(InputStream body, Lines lines) implements ItemValues {
        @Override
        public @Nullable ItemValue next() throws IOException {
            String line = lines.next();
            while (line != null && line.isBlank()) line = lines.next();
            return line == null ? null : new ItemValue(null, value(line));
        }

        private Payload value(String line) {
            try {
                return Payload.of(Json.parse(line));
            } catch (MalformedJson e) {
                throw ItemReaderException.failed("Line " + lines.number() + " is not valid JSON: " + e.message());
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
