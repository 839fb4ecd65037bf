package dev.skald.server.templates;

import dev.skald.asl.DocumentPath;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code $input}: the body, and the parameters of the request.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html">
 *     the reference of Amazon API Gateway</a>
 */
public final class TemplateInput implements TemplateObject {
    private final String body;
    private final Parameters parameters;
    private @Nullable JsonNode parsed;

    /**
     * The parameters of a request, by name.
     *
     * @param path those in the path
     * @param querystring those after the question mark
     * @param header its headers
     */
    public record Parameters(Map<String, String> path, Map<String, String> querystring, Map<String, String> header) {
        /** No parameters. */
        public static final Parameters NONE = new Parameters(Map.of(), Map.of(), Map.of());

        private CountedMap all() {
            CountedMap all = new CountedMap();
            all.put("path", CountedMap.of(path));
            all.put("querystring", CountedMap.of(querystring));
            all.put("header", CountedMap.of(header));
            return all;
        }

        private String find(String name) {
            if (path.containsKey(name)) return path.getOrDefault(name, "");
            if (querystring.containsKey(name)) return querystring.getOrDefault(name, "");
            for (Map.Entry<String, String> each : header.entrySet())
                if (each.getKey().equalsIgnoreCase(name)) return each.getValue();
            return "";
        }
    }

    /** @param body as it was sent; nothing is the empty object */
    public TemplateInput(String body, Parameters parameters) {
        this.body = body.isEmpty() ? "{}" : body;
        this.parameters = parameters;
    }

    @Override
    public @Nullable Object get(String property) {
        if (property.equals("body")) return body;
        throw new TemplateException("$input has no property " + property);
    }

    @Override
    public String toString() {
        return "$input";
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        return switch (method + arguments.count()) {
            case "json1" -> json(arguments.text(0));
            case "path1" -> find(arguments.text(0)).map(TemplateValues::of).orElse(null);
            case "params0" -> parameters.all();
            case "params1" -> parameters.find(arguments.text(0));
            default -> throw arguments.unknown("$input");
        };
    }

    /** What a path selects as JSON text; what it does not find is the empty string, as API Gateway has it. */
    private String json(String path) {
        String text = find(path).map(Json::write).orElse("\"\"");
        return TemplateBudget.current().text(text);
    }

    private Optional<JsonNode> find(String path) {
        JsonNode document = document();
        try {
            return DocumentPath.of(path).find(document);
        } catch (IllegalArgumentException | EvaluationException wrong) {
            throw new TemplateException(String.valueOf(wrong.getMessage()));
        }
    }

    private JsonNode document() {
        JsonNode known = parsed;
        if (known == null) {
            known = parse(body);
            parsed = known;
        }
        return known;
    }

    private static JsonNode parse(String body) {
        try {
            return Json.parse(body);
        } catch (MalformedJson malformed) {
            throw new UnreadableBody(malformed.message());
        }
    }
}
