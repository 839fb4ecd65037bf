package dev.skald.tasks.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The recorded Map states with a reader: the objects that the recordings put into S3, the items that AWS made of them. */
class RecordedItemsTest {
    @TempDir
    private Path root;

    @TestFactory
    Stream<DynamicTest> shouldReadTheItemsThatAwsRead() throws IOException {
        Path cases = Path.of(System.getProperty("skald.shared", ""), "conformance/cases/map-distributed-item-reader");
        Assumptions.assumeTrue(
                Files.isDirectory(cases),
                "no recordings: set -Dskald.shared to the folder that holds conformance/cases");
        try (Stream<Path> files = Files.list(cases)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(10);
            return all.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> replay(parse(file))));
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException | MalformedJson e) {
            throw new IllegalArgumentException(String.valueOf(file), e);
        }
    }

    private void replay(JsonNode recorded) throws IOException {
        JsonNode reader = recorded.get("definition").findValue("ItemReader");
        JsonNode input = recorded.get("input");
        Bucket bucket = bucket(recorded);
        JsonNode expected = recorded.get("expected");
        if (expected.get("status").stringValue().equals("FAILED")) {
            var failure = catchThrowableOfType(ItemReaderException.class, () -> read(bucket, reader, input));
            assertThat(failure.error()).isEqualTo(expected.get("error").stringValue());
            assertThat(failure.cause()).isEqualTo(expected.get("cause").stringValue());
        } else {
            assertSame(expected.get("output_recorded"), read(bucket, reader, input));
        }
    }

    private Bucket bucket(JsonNode recorded) throws IOException {
        JsonNode setup = recorded.get("mocks").get("setup");
        Bucket bucket = new Bucket(
                Files.createTempDirectory(root, "case"),
                setup.findValue("Bucket").stringValue());
        for (JsonNode step : setup)
            if (step.get("op").stringValue().equals("put_object"))
                bucket.put(
                        step.get("args").get("Key").stringValue(),
                        step.get("args").get("Body").stringValue());
        return bucket;
    }

    private static List<Item> read(Bucket bucket, JsonNode reader, JsonNode input) {
        JsonNode arguments = reader.has("Parameters") ? reader.get("Parameters") : reader.get("Arguments");
        JsonNode config = reader.has("ReaderConfig") ? reader.get("ReaderConfig") : Json.object();
        return bucket.all(
                reader.get("Resource").stringValue(),
                Json.write(evaluated((ObjectNode) arguments, input)),
                Json.write(evaluated((ObjectNode) config, input)));
    }

    /** The few expressions that stand in these recordings' readers: paths of one step, and a literal in JSONata. */
    private static ObjectNode evaluated(ObjectNode template, JsonNode input) {
        ObjectNode result = Json.object();
        for (var member : template.properties()) {
            String name = member.getKey().replace(".$", "").replace("MaxItemsPath", "MaxItems");
            result.set(name, value(member.getValue(), input));
        }
        return result;
    }

    private static JsonNode value(JsonNode value, JsonNode input) {
        String text = value.asString("");
        if (text.startsWith("$.")) return input.get(text.substring(2));
        if (text.startsWith("{% $states.input.")) return input.get(text.substring(17, text.length() - 3));
        if (text.startsWith("{% $maxItems := "))
            return Json.number(Long.parseLong(text.substring(16, text.length() - 3)));
        return value;
    }

    /** The children of these recordings give back their item; tags and dates of S3 were replaced by the recorder. */
    private static void assertSame(JsonNode output, List<Item> items) {
        ArrayNode read = Json.array();
        for (Item item : items) read.add(item.value().node());
        JsonNode recorded = output.isString() ? parsed(output.stringValue()) : output;
        assertThat(Json.write(masked(read))).isEqualTo(Json.write(masked(recorded)));
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static JsonNode masked(JsonNode items) {
        for (JsonNode item : items)
            if (item instanceof ObjectNode object && object.has("Etag"))
                object.put("Etag", "").put("LastModified", "");
        return items;
    }
}
