package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The manifest that Athena writes for {@code UNLOAD}: the URI of a data file in the first column of each row. */
record AthenaManifest(InputStream body, CsvRows rows) implements Addresses {
    private static final String SCHEME = "s3://";

    static AthenaManifest open(ObjectStore store, ObjectAddress manifest) {
        try {
            InputStream body = ObjectBytes.open(store, manifest);
            return new AthenaManifest(body, CsvFormat.rows(body, ','));
        } catch (IOException e) {
            throw Unreadable.of("manifest", e);
        }
    }

    @Override
    public @Nullable ObjectAddress next() throws IOException {
        List<String> row = CsvFormat.read(rows);
        return row == null ? null : address(row.getFirst().strip());
    }

    private static ObjectAddress address(String uri) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash < 0)
            throw ItemReaderException.failed("The manifest lists " + uri + ", which is no S3 URI.");
        return new ObjectAddress(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
