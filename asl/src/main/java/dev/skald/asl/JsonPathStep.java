package dev.skald.asl;

import dev.skald.asl.SagaExport.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One step of a JSONPath saga that can be undone, and the variable that remembers it. */
final class JsonPathStep {
    private static final Pattern KEY = Pattern.compile("\\$\\$\\.Saga\\.Key\\b");
    private static final Pattern MEMBER = Pattern.compile("(?<![$\\w])\\$(?:\\.(\\w+))?");

    final String name;
    final String variable;
    private final JsonPathExport jsonPath;
    private final ObjectNode source;
    private final Set<String> members;
    private final String before;

    JsonPathStep(JsonPathExport jsonPath, String name, ObjectNode source, String variable) {
        this.jsonPath = jsonPath;
        this.name = name;
        this.source = source;
        this.variable = variable;
        this.members = membersRead(source.path("Compensate"));
        this.before = remembers() ? jsonPath.export.names.fresh("Saga before " + name) : name;
        warn();
    }

    private void warn() {
        if (jsonPath.visitedAgain(name))
            jsonPath.export.warn(Code.JSONPATH_LOOP, name, "only its last visit is undone; use JSONata");
        if (members.contains("Arguments"))
            jsonPath.export.warn(
                    Code.ARGUMENTS_AGAIN,
                    name,
                    keepsArguments()
                            ? "its Parameters are evaluated twice"
                            : "its compensation does not get its Arguments");
    }

    /** Whether what goes in must be remembered before the step. */
    private boolean remembers() {
        return members.contains("Input") || members.contains("Arguments");
    }

    /** The state that a transition to the step leads to. */
    String entrance() {
        return before;
    }

    private static Set<String> membersRead(JsonNode compensate) {
        Set<String> read = new HashSet<>();
        if (!compensate.has("Parameters")) read.addAll(SagaText.MEMBERS);
        collect(compensate, read);
        return read;
    }

    private static void collect(JsonNode node, Set<String> read) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            boolean path = field.getKey().endsWith(".$") || field.getKey().endsWith("Path");
            if (path && value.isString()) members(value.stringValue(), read);
            else collect(value, read);
        }
        if (node.isArray()) node.forEach(element -> collect(element, read));
    }

    private static void members(String path, Set<String> read) {
        Matcher matcher = MEMBER.matcher(path);
        while (matcher.find()) {
            if (matcher.group(1) != null) read.add(matcher.group(1));
            else read.addAll(SagaText.MEMBERS);
        }
    }

    /** Puts an intrinsic where the key of a visit is read. */
    static JsonNode withKey(JsonNode node, String key) {
        if (node.isString())
            return Json.text(KEY.matcher(node.stringValue()).replaceAll(Matcher.quoteReplacement(key)));
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            for (Map.Entry<String, JsonNode> field : object.properties())
                copy.set(field.getKey(), withKey(field.getValue(), key));
            return copy;
        }
        if (!(node instanceof ArrayNode array)) return node;
        ArrayNode copy = Json.array();
        for (JsonNode element : array) copy.add(withKey(element, key));
        return copy;
    }

    static boolean readsKey(JsonNode node) {
        return node.toString().contains("$$.Saga.Key");
    }

    /** Whether the arguments can be evaluated before the task. */
    private boolean keepsArguments() {
        boolean token = source.path("Parameters").toString().contains("$$.Task");
        return members.contains("Arguments") && !token && !(source.has("InputPath") && source.has("Parameters"));
    }

    /** Adds the state that remembers what goes in, if the compensation wants to know. */
    void addBefore() {
        if (!remembers()) return;
        ObjectNode entry = JsonPathExport.nothing();
        if (members.contains("Input")) entry.put("Input.$", "$");
        if (keepsArguments()) {
            if (source.has("Parameters"))
                entry.set("Arguments", withKey(source.path("Parameters"), jsonPath.key(name)));
            else entry.put("Arguments.$", source.path("InputPath").asString("$"));
        }
        ObjectNode pass = Export.pass(name);
        JsonPathExport.assign(pass, variable, entry);
        jsonPath.add(before, pass);
    }

    /** What the variable holds once the step is, or may be, done. */
    ObjectNode entry(String outcome) {
        ObjectNode entry = Json.object().put("Key.$", jsonPath.key(name)).put("Outcome", outcome);
        if (members.contains("Input")) entry.put("Input.$", "$" + variable + ".Input");
        if (keepsArguments()) entry.put("Arguments.$", "$" + variable + ".Arguments");
        if (outcome.equals("Succeeded") && source.has("Record"))
            entry.set("Record", withKey(source.path("Record"), jsonPath.key(name)));
        if (!outcome.equals("Succeeded")) entry.put("Error.$", "$.Error").put("Cause.$", "States.JsonToString($)");
        return entry;
    }

    /** The task that undoes the step; its data pass by. */
    ObjectNode compensation(String next, String dead, String waits) {
        ObjectNode task = Json.object().put("Type", "Task").put("InputPath", "$" + variable);
        if (withKey(source.path("Compensate"), "States.Format('{}~undo', $.Key)") instanceof ObjectNode compensate)
            task.setAll(compensate);
        task.putNull("ResultPath");
        TaskState parsed = jsonPath.export.machine.compensations().get(SagaParser.compensationName(name));
        boolean limited = task.has("TimeoutSeconds") || task.has("TimeoutSecondsPath");
        if (parsed != null && parsed.timeoutSeconds() != null && !limited)
            task.put("TimeoutSeconds", SagaParser.COMPENSATION_SECONDS);
        if (!task.has("Retry")) task.set("Retry", jsonPath.export.sagaRetry());
        JsonPathExport.assign(task, variable, JsonPathExport.nothing());
        task.putArray("Catch").add(failing(next, dead, waits));
        return task.put("Next", next);
    }

    private ObjectNode failing(String next, String dead, String waits) {
        return switch (jsonPath.export.saga.onCompensationFailure()) {
            case Park -> {
                ObjectNode catcher = JsonPathExport.dropping(ErrorName.ALL, waits);
                catcher.putObject("Assign").put(jsonPath.prefix + "Waits.$", "$");
                yield catcher;
            }
            case Continue -> {
                ObjectNode catcher = JsonPathExport.dropping(ErrorName.ALL, next);
                JsonPathExport.assign(catcher, variable, JsonPathExport.nothing());
                JsonPathExport.assign(catcher, jsonPath.prefix + "Failed", Json.bool(true));
                yield catcher;
            }
            case Fail -> JsonPathExport.dropping(ErrorName.ALL, dead);
        };
    }

    static List<String> errors(JsonNode handler) {
        return handler.path("ErrorEquals").valueStream().map(JsonNode::asString).toList();
    }
}
