package dev.skald.server.aws;

import dev.skald.server.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The operations that a service of AWS has, and what their requests must satisfy: {@code operations.json}, compiled. */
public final class Operations {
    private static final String MODEL = "operations.json";

    private final Map<String, Constraints> constraints = new HashMap<>();

    /**
     * Those of AWS Step Functions.
     *
     * @param payloadMax how long an execution's input or output may be, in characters; AWS has 262,144
     */
    Operations(int payloadMax) {
        this(Operations.class, payloadMax);
    }

    /** Those of the service whose model is beside a class. */
    public static Operations beside(Class<?> service) {
        return new Operations(service, Integer.MAX_VALUE);
    }

    private Operations(Class<?> service, int payloadMax) {
        for (Map.Entry<String, JsonNode> operation : model(service).properties()) {
            Shape.Structure shape = Shape.structure(operation.getValue(), payloadMax);
            constraints.put(operation.getKey(), new Constraints(shape));
        }
    }

    private static JsonNode model(Class<?> service) {
        try (InputStream in = service.getResourceAsStream(MODEL)) {
            if (in == null) throw new IllegalStateException(MODEL + " is missing from the class path");
            return JsonReader.trusted(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(MODEL, unreadable);
        }
    }

    /** What a request of an operation must satisfy; null when AWS has no such operation. */
    public @Nullable Constraints constraints(String operation) {
        return constraints.get(operation);
    }
}
