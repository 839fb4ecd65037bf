package dev.skald.asl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Compiles one state. */
final class StateParser {
    /** As AWS lists them. */
    private static final List<String> TYPES =
            List.of("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map");

    private static final Set<String> BRANCH_FIELDS = Set.of("Comment", "StartAt", "States", "QueryLanguage");

    private final MachineParser machine;
    private final String name;
    private final Fields state;
    private final Transitions transitions;

    StateParser(MachineParser machine, String name, Fields state, Transitions transitions) {
        this.machine = machine;
        this.name = name;
        this.state = state;
        this.transitions = transitions;
    }

    /** The state; null when its type is unknown. With other problems it is incomplete, and recorded as such. */
    @Nullable
    State parse() {
        state.require("Type");
        state.string("Comment");
        String type = state.word("Type", TYPES);
        QueryLanguage language = machine.language(state);
        if (type == null) return null;
        StateType stateType = StateType.valueOf(type);
        StateFields.check(state, stateType, language.name());
        assigns(state, language);
        runClass(stateType);
        return parse(stateType, language);
    }

    /** Only where the execution may end: a branch or an iteration ends itself only. */
    private void runClass(StateType type) {
        String word = state.word(
                "RunClass", Arrays.stream(RunClass.values()).map(Enum::name).toList());
        if (word == null) return;
        boolean ends = type == StateType.Succeed || type == StateType.Fail || endsHere();
        if (!ends || machine.isNested())
            state.problem("RunClass", "Only a state that ends the execution can have a 'RunClass'");
        for (RunClass runClass : RunClass.values())
            if (runClass.name().equals(word)) machine.runClasses().put(name, runClass);
    }

    private boolean endsHere() {
        JsonNode end = state.get("End");
        return end != null && end.isBoolean() && end.booleanValue();
    }

    /** Takes down the names that a state, a Choice rule or a catcher assigns. */
    private void assigns(Fields fields, QueryLanguage language) {
        Fields assign = fields.object("Assign");
        if (assign != null)
            machine.variables().assigned(assign, language instanceof JsonPathLanguage, fields.has("ErrorEquals"));
    }

    private State parse(StateType type, QueryLanguage language) {
        return switch (type) {
            case Pass -> new PassState(name, language.flow(type, state), next());
            case Task -> task(language);
            case Choice -> choice(language);
            case Wait -> wait(language);
            case Succeed -> succeed(language);
            case Fail -> fail(language);
            case Parallel -> parallel(language);
            case Map -> map(language);
        };
    }

    private Next next() {
        Boolean end = state.bool("End");
        boolean ends = Boolean.TRUE.equals(end);
        if (ends) transitions.terminal(name);
        String target = state.string("Next");
        if (target != null) transitions.edge(name, target, state.at("Next"));
        if (ends && state.has("Next")) {
            state.problem("There should only be one of the following fields: [End, Next]");
        } else if (!ends && !state.has("Next") && (end != null || !state.has("End"))) {
            state.problem("One of these fields is required: [Next, End]");
        }
        return target == null || ends ? new Next.End() : new Next.To(target);
    }

    private TaskState task(QueryLanguage language) {
        state.require("Resource");
        SagaStep saga = machine.sagas().step(name, state, language, machine.isNested(), machine);
        return task(language, catchers(language), next(), saga);
    }

    /** A task without transitions: a compensation. */
    TaskState bareTask(QueryLanguage language) {
        return task(language, List.of(), new Next.End(), SagaStep.NONE);
    }

    private TaskState task(QueryLanguage language, List<Catcher> catchers, Next next, SagaStep saga) {
        DataFlow flow = language.flow(StateType.Task, state);
        TaskResource resource = resource();
        Expression<Long> timeout = language.seconds(state, "TimeoutSeconds");
        Expression<Long> heartbeat = language.seconds(state, "HeartbeatSeconds");
        checkHeartbeat();
        return new TaskState(
                name,
                flow,
                resource,
                timeout,
                heartbeat,
                credentials(language),
                ErrorHandlingParser.retriers(state),
                catchers,
                next,
                saga);
    }

    private TaskResource resource() {
        String arn = state.string("Resource");
        TaskResource resource = arn == null ? null : ResourceParser.parse(arn);
        if (arn != null && resource == null) {
            state.problem("Resource", unknownResource(arn));
        }
        if (resource != null && machine.type() == MachineType.EXPRESS) checkExpress(resource);
        return resource == null ? new TaskResource.LambdaFunction("") : resource;
    }

    static String unknownResource(String arn) {
        return "The resource provided " + arn + " is not recognized. The value is not a valid resource ARN, or the"
                + " resource is not available in this region.";
    }

    private void checkExpress(TaskResource resource) {
        switch (resource) {
            case TaskResource.LambdaFunction _ -> {}
            case TaskResource.Activity _ ->
                state.problem("Resource", "Express state machine does not support Activity ARN");
            case TaskResource.Integration integration -> {
                String suffix = integration.pattern().suffix();
                if (suffix.isEmpty()) return;
                String end = integration.waitsForToken() ? " " : "";
                String message = "Express state machine does not support '" + suffix + "' service integration" + end;
                state.problem("Resource", message);
            }
        }
    }

    private void checkHeartbeat() {
        if (!state.has("TimeoutSeconds") || !state.has("HeartbeatSeconds")) return;
        JsonNode timeout = state.get("TimeoutSeconds");
        JsonNode heartbeat = state.get("HeartbeatSeconds");
        if (timeout == null || heartbeat == null || !timeout.isIntegralNumber() || !heartbeat.isIntegralNumber())
            return;
        if (heartbeat.bigIntegerValue().compareTo(timeout.bigIntegerValue()) < 0) return;
        state.problem("HeartbeatSeconds", "Value must be less than TimeoutSeconds");
    }

    private @Nullable Expression<Payload> credentials(QueryLanguage language) {
        Fields credentials = state.object("Credentials");
        if (credentials == null) return null;
        if (!credentials.has("RoleArn") && !credentials.has("RoleArn.$")) {
            credentials.problem("The field 'RoleArn' is required but was missing");
        }
        return language.credentials(state);
    }

    private ChoiceState choice(QueryLanguage language) {
        state.require("Choices");
        List<ChoiceState.Rule> rules = new ArrayList<>();
        for (Fields rule : state.objects("Choices")) {
            rule.require("Next");
            assigns(rule, language);
            String next = rule.string("Next");
            if (next != null) transitions.edge(name, next, rule.at("Next"));
            rules.add(new ChoiceState.Rule(
                    language.condition(rule),
                    next == null ? "" : next,
                    language.ruleOutput(rule),
                    language.assign(rule)));
        }
        if (state.get("Choices") instanceof ArrayNode array && array.isEmpty()) {
            state.problem("Choices", "Value cannot be empty");
        }
        String otherwise = state.string("Default");
        if (otherwise != null) transitions.edge(name, otherwise, state.at("Default"));
        return new ChoiceState(name, language.flow(StateType.Choice, state), List.copyOf(rules), otherwise);
    }

    private WaitState wait(QueryLanguage language) {
        return new WaitState(name, language.flow(StateType.Wait, state), language.dueAt(state), next());
    }

    private SucceedState succeed(QueryLanguage language) {
        transitions.terminal(name);
        return new SucceedState(name, language.flow(StateType.Succeed, state));
    }

    private FailState fail(QueryLanguage language) {
        transitions.terminal(name);
        return new FailState(
                name,
                language.flow(StateType.Fail, state),
                language.text(state, "Error"),
                language.text(state, "Cause"));
    }

    private List<Catcher> catchers(QueryLanguage language) {
        List<Catcher> catchers =
                ErrorHandlingParser.catchers(name, state, language, transitions, catcher -> assigns(catcher, language));
        if (machine.isNested() && catchers.stream().anyMatch(each -> each.compensate() == Catcher.Compensate.ALL))
            state.problem("Catch", "'Compensate' can be 'All' only at the top of the machine");
        return catchers;
    }

    private ParallelState parallel(QueryLanguage language) {
        state.require("Branches");
        List<ParallelState.Branch> branches = new ArrayList<>();
        int steps = machine.sagas().steps();
        for (Fields branch : state.objects("Branches")) {
            branch.allow(BRANCH_FIELDS);
            branches.add(new ParallelState.Branch(machine.nested(branch, false)));
        }
        machine.sagas().forked(name, steps);
        if (state.get("Branches") instanceof ArrayNode array && array.isEmpty()) {
            state.problem("Branches", "Value cannot be empty");
        }
        return new ParallelState(
                name,
                language.flow(StateType.Parallel, state),
                List.copyOf(branches),
                ErrorHandlingParser.retriers(state),
                catchers(language),
                next());
    }

    private MapState map(QueryLanguage language) {
        var parser = new MapParser(machine, name, state, language);
        int steps = machine.sagas().steps();
        MapState map = parser.parse(ErrorHandlingParser.retriers(state), catchers(language), next());
        if (machine.sagas().steps() > steps
                && map.distributed() != null
                && map.distributed().executionType() == MachineType.EXPRESS)
            state.problem("ItemProcessor", "Express executions do not support the fields of sagas");
        if (map.distributed() != null) machine.sagas().distributed(name, steps);
        machine.sagas().forked(name, steps);
        return map;
    }
}
