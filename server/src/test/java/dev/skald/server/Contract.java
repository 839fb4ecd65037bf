package dev.skald.server;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.skald.server.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code openapi.json} says of each answer: every answer of {@code /api/v1} that a test of this module gets is held against it. A member that it does
 * not name is as wrong as one that is missing.
 */
public final class Contract {
    private static final String ROOT = "/api/v1";
    private static final String JSON = "application/json";

    /** One operation. */
    public record Operation(String method, String path, JsonNode description) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        private Pattern pattern() {
            return Pattern.compile(path.replaceAll("\\{[^}]+\\}", "[^/]+").replace(".", "\\."));
        }

        private long variables() {
            return path.chars().filter(letter -> letter == '{').count();
        }

        /** What the answer has that is none of a refusal; null when it is no JSON. */
        @Nullable
        JsonNode answer() {
            JsonNode content = description.path("responses").path("200").path("content");
            return content.has(JSON) ? content.path(JSON).path("schema") : null;
        }
    }

    private static final ObjectNode DOCUMENT = read();
    private static final List<Operation> OPERATIONS = operations();
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();
    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

    private Contract() {}

    private static ObjectNode read() {
        try (InputStream in = Contract.class.getResourceAsStream("/dev/skald/server/api/openapi.json")) {
            return (ObjectNode) JsonReader.trusted(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, description) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, description))));
        operations.sort(Comparator.comparingLong(Operation::variables));
        return List.copyOf(operations);
    }

    /** All that it names. */
    public static List<Operation> named() {
        return OPERATIONS;
    }

    /** Those whose answers, other than refusals, were held against it so far. */
    public static Set<String> answered() {
        return new TreeSet<>(ANSWERED);
    }

    /** @throws AssertionError when an answer is not as it is described */
    public static void check(String method, String path, int status, String type, String body) {
        if (!path.startsWith(ROOT + "/") || !type.startsWith(JSON)) return;
        Operation operation = find(method, path.substring(ROOT.length()));
        if (status != 200) require(method + " " + path, "Refusal", refusal(), body);
        else if (operation == null) throw new AssertionError(method + " " + path + " is not in openapi.json");
        else if (operation.answer() != null) {
            require(method + " " + path, operation.toString(), operation.answer(), body);
            ANSWERED.add(operation.toString());
        }
    }

    private static @Nullable Operation find(String method, String path) {
        for (Operation operation : OPERATIONS)
            if (operation.method().equals(method)
                    && operation.pattern().matcher(path).matches()) return operation;
        return null;
    }

    private static JsonNode refusal() {
        return DOCUMENT.path("components")
                .path("responses")
                .path("Refused")
                .path("content")
                .path(JSON)
                .path("schema");
    }

    private static void require(String asked, String name, JsonNode schema, String body) {
        List<String> wrong =
                SCHEMAS.computeIfAbsent(name, _ -> compiled(schema)).validate(body, InputFormat.JSON).stream()
                        .map(Object::toString)
                        .toList();
        if (!wrong.isEmpty())
            throw new AssertionError("The answer to " + URLDecoder.decode(asked, StandardCharsets.UTF_8)
                    + " is not as openapi.json says: " + wrong + "\n" + body);
    }

    /** With all schemas that it may refer to, each closed: nothing that is not described. */
    private static Schema compiled(JsonNode schema) {
        ObjectNode whole = JsonReader.newObject();
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("components", DOCUMENT.path("components").deepCopy());
        close(whole);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
    }

    private static void close(JsonNode schema) {
        for (JsonNode part : schema) close(part);
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asString("").equals("object")
                && !object.has("additionalProperties")) object.put("additionalProperties", false);
    }

    /** The query parameters of an operation, with what is said of them. */
    public static Map<String, JsonNode> query(Operation operation) {
        Map<String, JsonNode> parameters = new TreeMap<>();
        for (JsonNode parameter : operation.description().path("parameters"))
            if (parameter.path("in").asString().equals("query"))
                parameters.put(parameter.path("name").asString(), parameter.path("schema"));
        return parameters;
    }
}
