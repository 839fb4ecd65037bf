package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The {@code manifest.json} of an S3 inventory: CSV files without headers, whose columns it names. Keys in them stay as they
 * are, percent-encoded.
 *
 * @param files where the lists are
 */
record Inventory(List<String> columns, List<ObjectAddress> files) {

    static Inventory read(ObjectStore store, ObjectAddress manifest) {
        JsonNode node = parse(text(store, manifest));
        if (!"CSV".equals(node.path("fileFormat").asString("")))
            throw ItemReaderException.failed("The S3 inventory must have the format CSV.");
        String bucket = bucketOf(node.path("destinationBucket").asString(""));
        List<ObjectAddress> files = new ArrayList<>();
        for (JsonNode file : node.path("files"))
            files.add(new ObjectAddress(bucket, file.path("key").asString("")));
        return new Inventory(columns(node.path("fileSchema").asString("")), List.copyOf(files));
    }

    /** One item for each listed object. */
    ManyObjects items(ObjectStore store, char delimiter) {
        return new ManyObjects(store, new CsvFormat(columns, delimiter), Addresses.of(files)).opened();
    }

    private static List<String> columns(String schema) {
        return Arrays.stream(schema.split(",")).map(String::strip).toList();
    }

    /** The manifest names the bucket by its ARN. */
    private static String bucketOf(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static String text(ObjectStore store, ObjectAddress manifest) {
        try (InputStream body = ObjectBytes.open(store, manifest)) {
            byte[] bytes = body.readNBytes(ReaderLimits.MANIFEST_BYTES_MAX + 1);
            if (bytes.length > ReaderLimits.MANIFEST_BYTES_MAX)
                throw ItemReaderException.failed(
                        "The manifest is larger than " + ReaderLimits.MANIFEST_BYTES_MAX + " bytes.");
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Unreadable.of("manifest", e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw ItemReaderException.failed("The manifest is not valid JSON: " + e.message());
        }
    }
}
