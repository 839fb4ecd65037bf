package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The lint of what compensatable steps and their undos hand to participants. Expressions are looked at as text: what they
 * would give is known at run time only.
 */
final class UndoData {
    private static final Pattern KEY = Pattern.compile("(?i)key");

    /** {@code $}, but no part of a path, and no variable. */
    private static final Pattern WHOLE_JSON_PATH = Pattern.compile("(?<![\\w$])\\$(?![\\w.\\[$])");

    private static final Pattern WHOLE_JSONATA =
            Pattern.compile("\\$states\\.(input|context|context\\.Saga)(?![\\w.\\[])|\\$states(?![\\w.])");

    private static final Pattern CONTEXT_JSON_PATH = Pattern.compile("\\$\\$(\\.Saga)?(?![\\w.\\[])");

    private static final Pattern RECORD = Pattern.compile("\\bRecord\\b");
    private static final Pattern SENT = Pattern.compile("\\bArguments\\b");

    /** What a JSONata expression has that looks before it reads. */
    private static final Pattern CAUTION = Pattern.compile("\\bOutcome\\b|\\$exists\\b|[?]|\\$lookup\\b");

    /** Services whose calls name what they act on, so that a repeated call changes nothing. */
    private static final Set<String> NAMING = Set.of("dynamodb", "aws-sdk:dynamodb", "aws-sdk:s3");

    private final Flow flow;
    private final Findings findings;

    UndoData(Flow flow, Findings findings) {
        this.flow = flow;
        this.findings = findings;
    }

    void check() {
        for (LintedState state : flow.states())
            if (state.node().has("Compensate")
                    && flow.machine().state(state.name()) instanceof TaskState task
                    && task.saga().compensation() != null)
                check(state, task, (TaskState) flow.machine().state(task.saga().compensation()));
    }

    private void check(LintedState state, TaskState action, TaskState undo) {
        if (undo.timeoutSeconds() == null && undo.heartbeatSeconds() == null) unlimited(state);
        boolean sent = sendsKey(state, action);
        if (!sent) actionWithoutKey(state);
        JsonNode compensate = state.node().path("Compensate");
        String field = argumentsOf(state);
        Location at = state.at("Compensate");
        if (!compensate.has(field)) return;
        List<String> read = expressions(compensate.path(field), state.jsonata());
        if (!names(undo) && !readsKey(read, state, sent)) undoWithoutKey(state, at.field(field));
        if (read.stream().anyMatch(each -> readsRecord(each, state.jsonata()))) recordAbsent(state, at.field(field));
    }

    private static String argumentsOf(LintedState state) {
        return state.jsonata() ? "Arguments" : "Parameters";
    }

    private static boolean names(TaskState task) {
        return task.resource() instanceof TaskResource.Integration integration
                && NAMING.contains(integration.service());
    }

    // Keys.

    /** Every call of a function carries the key beside its payload. */
    private static boolean sendsKey(LintedState state, TaskState action) {
        boolean function = switch (action.resource()) {
            case TaskResource.LambdaFunction _ -> true;
            case TaskResource.Activity _ -> false;
            case TaskResource.Integration integration -> integration.service().equals("lambda");
        };
        List<String> read = expressions(state.node().path(argumentsOf(state)), state.jsonata());
        Pattern context = state.jsonata() ? WHOLE_JSONATA : CONTEXT_JSON_PATH;
        return function || names(action) || any(read, KEY) || any(read, context);
    }

    private static boolean readsKey(List<String> read, LintedState state, boolean sent) {
        List<String> recorded = expressions(state.node().path("Record"), state.jsonata());
        return any(read, KEY)
                || any(read, state.jsonata() ? WHOLE_JSONATA : WHOLE_JSON_PATH)
                || sent && any(read, SENT)
                || any(read, RECORD) && any(recorded, KEY);
    }

    private static boolean any(List<String> expressions, Pattern pattern) {
        Predicate<String> found = pattern.asPredicate();
        return expressions.stream().anyMatch(found);
    }

    private void actionWithoutKey(LintedState state) {
        String field = argumentsOf(state);
        findings.add(
                Finding.Code.NO_KEY,
                state,
                state.node().has(field) ? state.at(field) : state.location(),
                "The call carries no key, so that its participant can neither tell a repeated call from a new one nor know"
                        + " which action an undo is about. Send "
                        + key(state, "$$.Saga.Key", "$states.context.Saga.Key")
                        + ".");
    }

    private void undoWithoutKey(LintedState state, Location at) {
        findings.add(
                Finding.Code.NO_KEY,
                state,
                at,
                "The undo does not say which action it is about: of an uncertain one nothing but its key is known. Send "
                        + key(state, "$.Key", "$states.input.Key") + ".");
    }

    private static String key(LintedState state, String jsonPath, String jsonata) {
        return state.jsonata() ? jsonata : jsonPath;
    }

    private void unlimited(LintedState state) {
        findings.add(
                Finding.Code.NO_TIME_LIMIT,
                state,
                state.at("Compensate"),
                "This undo waits for an answer for as long as its participant likes, and what comes after it waits too."
                        + " Give it TimeoutSeconds or HeartbeatSeconds.");
    }

    // Record.

    /** JSONPath has no way to look before it reads. */
    private static boolean readsRecord(String expression, boolean jsonata) {
        return RECORD.matcher(expression).find()
                && !(jsonata && CAUTION.matcher(expression).find());
    }

    private void recordAbsent(LintedState state, Location at) {
        findings.add(
                Finding.Code.RECORD_MAY_BE_ABSENT,
                state,
                at,
                "A step that timed out is undone too, and has no Record: reading it fails, and the undo waits for a person."
                        + (state.jsonata()
                                ? " Look at $states.input.Outcome or use $exists, and find the action by its key."
                                : " Send the whole input ($), and find the action by its key."));
    }

    // Texts.

    /** The expressions in a template. */
    private static List<String> expressions(JsonNode template, boolean jsonata) {
        List<String> found = new ArrayList<>();
        collect("", template, jsonata, found);
        return found;
    }

    private static void collect(String name, JsonNode node, boolean jsonata, List<String> found) {
        if (node.isString() && isExpression(name, node.stringValue(), jsonata)) found.add(node.stringValue());
        for (Map.Entry<String, JsonNode> field : node.properties())
            collect(field.getKey(), field.getValue(), jsonata, found);
        if (node.isArray()) for (JsonNode element : node) collect("", element, jsonata, found);
    }

    private static boolean isExpression(String name, String text, boolean jsonata) {
        return jsonata ? text.startsWith("{%") : name.endsWith(".$");
    }
}
