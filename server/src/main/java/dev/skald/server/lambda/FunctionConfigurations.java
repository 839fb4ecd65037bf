package dev.skald.server.lambda;

import dev.skald.engine.task.FunctionDescription;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.server.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ListFunctions, GetFunction, GetFunctionConfiguration: the functions that are known by name. */
final class FunctionConfigurations {
    private static final int ITEMS_MAX = 50;
    private static final String ROLE = "arn:aws:iam::000000000000:role/skald";

    private final FunctionInvoker functions;
    private final String place;

    FunctionConfigurations(FunctionInvoker functions, String place) {
        this.functions = functions;
        this.place = place;
    }

    /** By ascending name; {@code Marker} is the last name of the page before. */
    Answer list(Map<String, String> parameters) {
        String after = parameters.getOrDefault("Marker", "");
        int most = itemsMax(parameters.get("MaxItems"));
        List<FunctionDescription> rest = sorted().stream()
                .filter(function -> function.name().compareTo(after) > 0)
                .toList();
        List<FunctionDescription> page = rest.subList(0, Math.min(most, rest.size()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Functions");
        page.forEach(function -> list.add(described(function)));
        if (page.size() < rest.size()) answer.put("NextMarker", page.getLast().name());
        return json(answer);
    }

    private static int itemsMax(@Nullable String given) {
        if (given == null) return ITEMS_MAX;
        try {
            return Math.clamp(Integer.parseInt(given), 1, ITEMS_MAX);
        } catch (NumberFormatException noNumber) {
            throw new LambdaError(400, "InvalidParameterValueException", "MaxItems is a number, not '" + given + "'.");
        }
    }

    private List<FunctionDescription> sorted() {
        return functions.functions().stream()
                .sorted(Comparator.comparing(FunctionDescription::name))
                .toList();
    }

    Answer function(FunctionName name) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("Configuration", described(find(name)));
        answer.putObject("Code").put("RepositoryType", "Skald");
        return json(answer);
    }

    Answer configuration(FunctionName name) {
        return json(described(find(name)));
    }

    private FunctionDescription find(FunctionName name) {
        return functions.functions().stream()
                .filter(function -> function.name().equals(name.name()))
                .findFirst()
                .orElseThrow(() -> Invoke.notFound(place, name));
    }

    private ObjectNode described(FunctionDescription function) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.put("FunctionName", function.name());
        described.put("FunctionArn", place + function.name());
        described.put("Runtime", function.runtime());
        described.put("Role", ROLE);
        described.put("Handler", function.handler());
        described.put("Timeout", function.timeout().toSeconds());
        described.put("MemorySize", function.memoryMegabytes());
        described.put("Version", FunctionName.LATEST);
        described.put("PackageType", "Zip");
        described.put("State", "Active");
        described.put("LastUpdateStatus", "Successful");
        ObjectNode variables = described.putObject("Environment").putObject("Variables");
        function.environment().forEach(variables::put);
        return described;
    }

    private static Answer json(ObjectNode answer) {
        return Answer.json(200, answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
