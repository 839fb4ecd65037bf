package dev.skald.engine.saga;

import dev.skald.asl.Json;
import dev.skald.asl.Saga.OnCompensationFailure;
import dev.skald.asl.Saga.OnFailure;
import dev.skald.asl.Saga.OnStop;
import dev.skald.asl.SagaStep.Role;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a saga as a machine: the same parts make the same text. What flows from state to state is {@code {Input,
 * Results}}, within a {@code forEach} or an inner saga with an {@code Outer} around.
 */
final class SagaMachine {
    static final String INPUT = "Input";
    static final String RESULTS = "Results";
    static final String OUTER = "Outer";
    static final String RESULT = "Result";
    static final String RECORD = "Record";

    /** So that what is put before and behind it still fits a state's name. */
    static final int NAME_CHARS_MAX = 50;

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _.?!-]{0," + (NAME_CHARS_MAX - 1) + "}");
    private static final Duration COMPUTING_MAX = Duration.ofMinutes(1);
    private static final String BEGIN = "Begin";
    private static final String DONE = "Done";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String INVOKE = "arn:aws:states:::lambda:invoke.waitForTaskToken";
    private static final String FLOW = "{% $states.input %}";
    private static final String STATE = "{% $states.input.State %}";

    /** All that a compensation is told but {@code Arguments}, which are the input once more. */
    private static final String UNDO_ARGUMENTS =
            "{% $sift($states.input, function($value, $name) { $name != 'Arguments' }) %}";

    private static final JsonMapper PRETTY = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private final String saga;
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final String text;
    private boolean pastPivot;

    /** Where states are written: into which object, and under names that begin how. */
    private record Place(ObjectNode states, String prefix) {}

    SagaMachine(String saga, ErrorNames errors, Policy policy, List<Part> parts) {
        this.saga = saga;
        ObjectNode definition = Json.object();
        definition.put("Comment", "The saga " + saga + ", written in Java.");
        definition.put("QueryLanguage", "JSONata");
        definition.put("StartAt", BEGIN);
        if (policy.limit() != null)
            definition.put("TimeoutSeconds", policy.limit().toSeconds());
        definition.set("Saga", policy(policy, errors));
        var place = new Place(definition.putObject("States"), "");
        ObjectNode begin = pass(place, BEGIN, entry(place, parts, DONE));
        begin.putObject("Output").put(INPUT, FLOW).putObject(RESULTS);
        sequence(place, parts, DONE);
        state(place, DONE, "Succeed").put("Output", "{% $states.input.Results %}");
        text = PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(definition);
    }

    String text() {
        return text;
    }

    /** The functions that the machine's tasks call. */
    Map<String, Handler> handlers() {
        return Collections.unmodifiableMap(handlers);
    }

    // The machine.

    private static ObjectNode policy(Policy policy, ErrorNames errors) {
        ObjectNode saga = Json.object();
        names(saga, "KnownErrors", errors.known());
        names(saga, "UncertainErrors", errors.uncertain());
        retry(saga, policy.undoRetry());
        if (policy.onFailure() != OnFailure.Compensate)
            saga.put("OnFailure", policy.onFailure().name());
        if (policy.onCompensationFailure() != OnCompensationFailure.Park)
            saga.put("OnCompensationFailure", policy.onCompensationFailure().name());
        if (policy.onStop() != OnStop.Compensate)
            saga.put("OnStop", policy.onStop().name());
        saga.put("DrainSeconds", policy.drain().toSeconds());
        return saga;
    }

    private static void names(ObjectNode saga, String field, Collection<String> names) {
        if (names.isEmpty()) return;
        ArrayNode array = saga.putArray(field);
        names.forEach(array::add);
    }

    private static void retry(ObjectNode state, List<Retry> retries) {
        if (retries.isEmpty()) return;
        ArrayNode array = state.putArray("Retry");
        for (Retry each : retries) {
            ObjectNode retrier = array.addObject();
            names(retrier, "ErrorEquals", each.errors());
            retrier.put("IntervalSeconds", each.after().toSeconds());
            retrier.put("MaxAttempts", each.times());
            retrier.put("BackoffRate", each.growth());
            if (each.pauseMax() != null)
                retrier.put("MaxDelaySeconds", each.pauseMax().toSeconds());
        }
    }

    // Sequences.

    private void sequence(Place place, List<Part> parts, String next) {
        for (int i = 0; i < parts.size(); i++)
            part(place, parts.get(i), entry(place, parts.subList(i + 1, parts.size()), next));
    }

    /** The first state of a sequence, or what follows it when it is empty. */
    private static String entry(Place place, List<Part> parts, String next) {
        if (parts.isEmpty()) return next;
        return switch (parts.getFirst()) {
            case Part.Each each -> place.prefix + each.name() + " items";
            case Part.Until until -> place.prefix + until.name() + " until";
            case Part.Inner inner -> place.prefix + inner.name() + " input";
            case Part.Act _, Part.Approval _, Part.Fork _, Part.Ways _, Part.Pause _ ->
                place.prefix + parts.getFirst().name();
        };
    }

    private void part(Place place, Part part, String next) {
        requireName(part.name());
        switch (part) {
            case Part.Act act -> act(place, act, next);
            case Part.Approval approval -> approval(place, approval, next);
            case Part.Fork fork -> fork(place, fork, next);
            case Part.Ways ways -> ways(place, ways, next);
            case Part.Each each -> each(place, each, next);
            case Part.Pause pause -> pause(place, pause, next);
            case Part.Until until -> until(place, until, next);
            case Part.Inner inner -> inner(place, inner, next);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException("'" + name + "' is no name of a step: letters, digits, spaces and _.?!-,"
                    + " at most " + NAME_CHARS_MAX + " characters, the first a letter or digit");
    }

    private ObjectNode state(Place place, String name, String type) {
        if (!names.add(place.prefix + name))
            throw new IllegalArgumentException(
                    "The saga '" + saga + "' has two steps named '" + place.prefix + name + "'");
        return place.states.putObject(place.prefix + name).put("Type", type);
    }

    private ObjectNode pass(Place place, String name, String next) {
        return state(place, name, "Pass").put("Next", next);
    }

    /**
     * The flow with one result more.
     *
     * @param flow an expression
     */
    private static String with(String flow, String name, String result) {
        String results = "$merge([" + flow + ".Results, {'" + name + "': " + result + "}])";
        return "{% $merge([" + flow + ", {'Results': " + results + "}]) %}";
    }

    // Tasks.

    private void act(Place place, Part.Act act, String next) {
        ObjectNode task = task(place, act.name(), act.action(), act.timeout());
        retry(task, act.retries());
        switch (act.role()) {
            case PLAIN -> {
                if (act.noCompensation() != null) task.put("NoCompensation", act.noCompensation());
            }
            case COMPENSATABLE -> compensation(place, act, task);
            case PIVOT -> task.put("Pivot", true);
            case RETRIABLE -> task.put("Retriable", true);
        }
        if (act.role() == Role.PIVOT) pastPivot = true;
        task.put("Output", act.answers() ? with("$states.input", act.name(), "$states.result.Result") : FLOW);
        task.put("Next", next);
    }

    private void compensation(Place place, Part.Act act, ObjectNode task) {
        if (act.answers()) task.put("Record", "{% $states.result.Record %}");
        ObjectNode compensation = task.putObject("Compensate");
        compensation.put("Resource", function(place, act.name() + "-undo", act.undo()));
        compensation.put("Arguments", UNDO_ARGUMENTS);
    }

    private ObjectNode task(Place place, String name, Handler handler, Duration timeout) {
        ObjectNode task = state(place, name, "Task");
        task.put("Resource", function(place, name, handler));
        return task.put("TimeoutSeconds", timeout.toSeconds());
    }

    private String function(Place place, String name, @Nullable Handler handler) {
        String function = (saga + "-" + place.prefix + name).replaceAll("[^\\p{Alnum}_-]", "-");
        if (handler == null) throw new IllegalStateException("'" + name + "' has no function");
        if (handlers.putIfAbsent(function, handler) != null)
            throw new IllegalArgumentException("The functions of two steps are both named '" + function + "'");
        return FUNCTION + function + ":" + FunctionName.IN_PROGRAM;
    }

    private void approval(Place place, Part.Approval approval, String next) {
        ObjectNode task = state(place, approval.name(), "Task").put("Resource", INVOKE);
        ObjectNode arguments = task.putObject("Arguments");
        arguments.put("FunctionName", function(place, approval.name(), approval.request()));
        arguments.put("Payload", FLOW);
        task.put("TimeoutSeconds", approval.within().toSeconds());
        changesNothing(task);
        task.put("Output", approval.answers() ? with("$states.input", approval.name(), "$states.result") : FLOW);
        task.put("Next", next);
    }

    /** A task that computes what comes next. */
    private ObjectNode computing(Place place, String name, Handler handler, String next) {
        ObjectNode task = task(place, name, handler, COMPUTING_MAX);
        changesNothing(task);
        return task.put("Next", next);
    }

    private void changesNothing(ObjectNode task) {
        if (pastPivot) task.put("Retriable", true);
        else task.put("NoCompensation", "it changes nothing");
    }

    // What is around tasks.

    private void fork(Place place, Part.Fork fork, String next) {
        ObjectNode parallel = state(place, fork.name(), "Parallel");
        ArrayNode branches = parallel.putArray("Branches");
        var results = new StringBuilder("$states.input.Results");
        for (int i = 0; i < fork.branches().size(); i++) {
            scope(branches.addObject(), place, fork.branches().get(i), fork.name() + " branch " + (i + 1));
            results.append(", $states.result[").append(i).append(']');
        }
        parallel.put("Output", "{% $merge([$states.input, {'Results': $merge([" + results + "])}]) %}");
        parallel.put("Next", next);
    }

    /** A branch or processor: it comes out with the results of its steps. */
    private void scope(ObjectNode scope, Place around, List<Part> parts, String end) {
        ObjectNode states = Json.object();
        var place = new Place(states, around.prefix);
        String last = around.prefix + end;
        scope.put("StartAt", entry(place, parts, last));
        scope.set("States", states);
        sequence(place, parts, last);
        state(place, end, "Pass").put("Output", "{% $states.input.Results %}").put("End", true);
    }

    private void ways(Place place, Part.Ways choice, String next) {
        String fork = choice.name() + " way";
        ObjectNode decides = computing(place, choice.name(), choice.decides(), place.prefix + fork);
        decides.putObject("Output").put("Way", "{% $states.result.Result %}").put("State", FLOW);
        ObjectNode state = state(place, fork, "Choice");
        ArrayNode choices = state.putArray("Choices");
        for (Part.Way way : choice.ways()) {
            requireName(way.label());
            ObjectNode rule = choices.addObject();
            rule.put("Condition", "{% $states.input.Way = '" + way.label() + "' %}");
            rule.put("Output", STATE).put("Next", entry(place, way.parts(), next));
        }
        state.put("Output", STATE).put("Default", entry(place, choice.otherwise(), next));
        boolean before = pastPivot;
        boolean after = before;
        for (Part.Way way : choice.ways()) {
            after |= afterWay(place, way.parts(), next, before);
        }
        pastPivot = afterWay(place, choice.otherwise(), next, before) || after;
    }

    private boolean afterWay(Place place, List<Part> parts, String next, boolean before) {
        pastPivot = before;
        sequence(place, parts, next);
        return pastPivot;
    }

    private void each(Place place, Part.Each each, String next) {
        ObjectNode items = computing(place, each.name() + " items", each.items(), place.prefix + each.name());
        items.putObject("Output").put("Items", "{% $states.result.Result %}").put("State", FLOW);
        ObjectNode map = state(place, each.name(), "Map").put("Items", "{% $states.input.Items %}");
        ObjectNode selector = map.putObject("ItemSelector");
        selector.put(INPUT, "{% $states.context.Map.Item.Value %}");
        selector.putObject(RESULTS);
        selector.put(OUTER, STATE);
        if (each.concurrency() > 0) map.put("MaxConcurrency", each.concurrency());
        scope(map.putObject("ItemProcessor"), place, each.body(), each.name() + " item");
        map.put("Output", with("$states.input.State", each.name(), "$states.result"));
        map.put("Next", next);
    }

    private void pause(Place place, Part.Pause pause, String next) {
        ObjectNode wait = state(place, pause.name(), "Wait");
        wait.put("Seconds", pause.duration().toSeconds()).put("Next", next);
    }

    private void until(Place place, Part.Until until, String next) {
        ObjectNode computing = computing(place, until.name() + " until", until.instant(), place.prefix + until.name());
        computing
                .putObject("Output")
                .put("Until", "{% $states.result.Result %}")
                .put("State", FLOW);
        ObjectNode wait = state(place, until.name(), "Wait").put("Timestamp", "{% $states.input.Until %}");
        wait.put("Output", STATE).put("Next", next);
    }

    private void inner(Place place, Part.Inner inner, String next) {
        var within = new Place(place.states, place.prefix + inner.name() + "/");
        String last = place.prefix + inner.name();
        ObjectNode begin = computing(place, inner.name() + " input", inner.input(), entry(within, inner.parts(), last));
        ObjectNode flow = begin.putObject("Output").put(INPUT, "{% $states.result.Result %}");
        flow.putObject(RESULTS);
        flow.put(OUTER, FLOW);
        sequence(within, inner.parts(), last);
        pass(place, inner.name(), next)
                .put("Output", with("$states.input.Outer", inner.name(), "$states.input.Results"));
    }
}
