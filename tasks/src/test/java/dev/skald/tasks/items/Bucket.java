package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.ReadRequest;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.engine.objects.ObjectUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bucket for a test, and what is read from it. */
final class Bucket {
    static final String GET = "arn:aws:states:::s3:getObject";
    static final String LIST = "arn:aws:states:::s3:listObjectsV2";

    private final String name;
    private final FolderObjects objects;

    Bucket(Path root, String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        this.name = name;
        this.objects = new FolderObjects(root);
    }

    FolderObjects objects() {
        return objects;
    }

    void put(String key, String text) throws IOException {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] bytes) throws IOException {
        try (ObjectUpload upload = objects.put(name, key)) {
            upload.body().write(bytes);
            upload.complete();
        }
    }

    /** The items of one object. */
    List<Item> items(String key, String config) {
        return all(GET, "{\"Bucket\": \"%s\", \"Key\": \"%s\"}".formatted(name, key), config);
    }

    /** The values of the items of one object. */
    List<String> values(String key, String config) {
        return items(key, config).stream().map(item -> item.value().text()).toList();
    }

    /** All items that a request reads. */
    List<Item> all(String resource, String arguments, String config) {
        List<Item> items = new ArrayList<>();
        try (ItemSource source = open(resource, arguments, config)) {
            for (Item item = source.next(); item != null; item = source.next()) items.add(item);
        }
        return items;
    }

    ItemSource open(String resource, String arguments, String config) {
        return new ObjectItemReader(objects).open(new ReadRequest(resource, payload(arguments), payload(config)));
    }

    private static Payload payload(String json) {
        try {
            return Payload.of(Json.parse(json));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(e);
        }
    }
}
