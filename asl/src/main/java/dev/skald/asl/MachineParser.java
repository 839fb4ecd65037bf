package dev.skald.asl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles a whole definition from its tree. */
final class MachineParser {
    static final List<String> LANGUAGES = List.of("JSONPath", "JSONata");

    private static final Set<String> TOP_FIELDS = topFields();
    private static final long MOST_SECONDS = 99_999_999;
    private static final int LONGEST_NAME = 80;

    /** How deep Parallel and Map states may be nested. */
    private static final int MOST_NESTED = 100;

    private final MachineType type;
    private final Problems problems;
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, Location> locations = new LinkedHashMap<>();
    private final List<Transitions> scopes = new ArrayList<>();
    /** Of states that name none, in the block that is parsed. */
    private QueryLanguage language = JsonPathLanguage.INSTANCE;

    private final VariableScopes variables = new VariableScopes();
    private final Labels labels = new Labels();
    private final SagaParser sagas;
    private final Map<String, RunClass> runClasses = new LinkedHashMap<>();
    private int nested;
    private boolean transitionsLeave;

    MachineParser(MachineType type, Problems problems) {
        this.type = type;
        this.problems = problems;
        this.sagas = new SagaParser(type);
    }

    private static Set<String> topFields() {
        Set<String> fields = new HashSet<>(SkaldFields.MACHINE);
        fields.addAll(List.of("Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"));
        return Set.copyOf(fields);
    }

    MachineType type() {
        return type;
    }

    /** The language that a state, a branch or a processor names, or else that of the block around it. */
    QueryLanguage language(Fields fields) {
        String named = fields.word("QueryLanguage", LANGUAGES);
        if (named == null) return language;
        if (named.equals("JSONPath") && !language.name().equals(named))
            fields.problem("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
        return languageNamed(named);
    }

    private static QueryLanguage languageNamed(String name) {
        return name.equals("JSONPath") ? JsonPathLanguage.INSTANCE : JsonataLanguage.INSTANCE;
    }

    /** The machine of a single state, whose transitions lead to states that are not here; null when there are errors. */
    @Nullable
    StateMachine parseState(ObjectNode definition) {
        transitionsLeave = true;
        return parse(definition);
    }

    /** The machine; null when there are errors. */
    @Nullable
    StateMachine parse(ObjectNode definition) {
        Fields top = new Fields(definition, Location.ROOT, problems);
        top.allow(TOP_FIELDS);
        top.string("Comment");
        top.string("Version");
        Long timeout = top.integer("TimeoutSeconds", 1, MOST_SECONDS);
        String named = top.word("QueryLanguage", LANGUAGES);
        if (named != null) language = languageNamed(named);
        Expression<Payload> attributes = JsonPathLanguage.searchAttributes(top);
        sagas.machine(top);
        List<String> knownErrors = SagaParser.knownErrors(top);
        String startAt = scope(top);
        variables.check(problems);
        sagas.check(states, locations, problems);
        if (!problems.hasErrors())
            scopes.stream().skip(transitionsLeave ? 1 : 0).forEach(scope -> scope.check(problems));
        return problems.hasErrors() ? null : machine(startAt, timeout, attributes, knownErrors);
    }

    private StateMachine machine(
            String startAt, @Nullable Long timeout, @Nullable Expression<Payload> attributes, List<String> known) {
        return new StateMachine(
                startAt,
                states,
                timeout,
                attributes,
                known,
                sagas.saga(),
                sagas.compensations(),
                sagas.draining(),
                runClasses);
    }

    /** The saga fields. */
    SagaParser sagas() {
        return sagas;
    }

    /** The {@code RunClass} fields. */
    Map<String, RunClass> runClasses() {
        return runClasses;
    }

    /** Whether the states being parsed are in a branch or a processor. */
    boolean isNested() {
        return nested > 0;
    }

    /** The variables that a state assigns. */
    VariableScopes variables() {
        return variables;
    }

    /** The labels of Map states. */
    Labels labels() {
        return labels;
    }

    /**
     * Compiles a branch or processor, and says where it starts.
     *
     * @param isolated whether it sees no variable of the states around it
     */
    String nested(Fields scope, boolean isolated) {
        scope.string("Comment");
        if (nested == MOST_NESTED) {
            String message = "States are nested deeper than " + MOST_NESTED + " levels";
            problems.error(Problems.TOO_DEEPLY_NESTED, message, scope.location());
            return "";
        }
        nested++;
        QueryLanguage around = language;
        language = language(scope);
        String startAt = variables.within(isolated, () -> scope(scope));
        language = around;
        nested--;
        return startAt;
    }

    private String scope(Fields scope) {
        scope.require("States", "StartAt");
        String startAt = scope.string("StartAt");
        Fields block = scope.object("States");
        if (block == null) return "";
        if (block.entries().isEmpty()) scope.problem("States", "Value cannot be empty");
        Transitions transitions = new Transitions(scope.location(), startAt == null ? "" : startAt);
        scopes.add(transitions);
        for (Map.Entry<String, JsonNode> entry : block.entries()) state(entry.getKey(), block, transitions);
        return startAt == null ? "" : startAt;
    }

    private void state(String name, Fields block, Transitions transitions) {
        Fields state = block.object(name);
        if (state == null) return;
        transitions.state(name);
        checkName(name, state.location());
        State parsed = new StateParser(this, name, state, transitions).parse();
        if (parsed != null) states.put(name, parsed);
    }

    private void checkName(String name, Location location) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            String message = "The state name must have between 1 and " + LONGEST_NAME + " characters";
            problems.error(Problems.INVALID_STATE_NAME, message, location);
        }
        Location first = locations.putIfAbsent(name, location);
        if (first == null) return;
        problems.error(Problems.DUPLICATE_STATE_NAME, "Duplicate state name: " + name + ", also at " + first, location);
    }
}
