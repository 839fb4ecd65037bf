package dev.skald.engine.matrix;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Saga;
import dev.skald.asl.State;
import dev.skald.asl.StateMachine;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskRole;
import dev.skald.asl.TaskState;
import dev.skald.engine.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the matrix knows of a definition.
 *
 * @param others definitions of the machines whose executions it starts, by name
 * @param machines its own first
 * @param roles what each Task means for all-or-nothing, those of the other machines included
 * @param undos of a plain machine: the undo by its step
 */
record SagaUnderTest(
        String definition,
        Map<String, String> others,
        List<StateMachine> machines,
        Map<String, TaskRole> roles,
        Map<String, String> undos,
        StepResults results) {

    private static final String STATES = "States.";
    private static final Pattern ARN =
            Pattern.compile("arn:aws:states:(?<region>[a-z0-9-]+):(?<account>\\d{12}):(?:activity|stateMachine):");

    /** @throws IllegalArgumentException for what cannot be tested, with all that is wrong */
    static SagaUnderTest of(
            String definition, Map<String, String> others, Map<String, String> undos, StepResults results) {
        StateMachine machine = parsed("The definition", definition);
        Map<String, TaskRole> declared = Asl.taskRoles(definition, MachineType.STANDARD);
        if (machine.saga() == null && undos.isEmpty()) throw new IllegalArgumentException(noSaga(declared));
        undos.forEach((step, undo) -> requireTasks(declared, step, undo));
        Map<String, TaskRole> roles = new LinkedHashMap<>(roles(machine, declared, undos));
        List<StateMachine> machines = new ArrayList<>(List.of(machine));
        others.forEach((name, text) -> {
            StateMachine other = parsed("The machine '" + name + "'", text);
            machines.add(other);
            Map<String, TaskRole> its = Asl.taskRoles(text, MachineType.STANDARD);
            roles(other, its, Map.of()).forEach((state, role) -> addRole(roles, state, role));
        });
        for (String state : results.states()) requireState(machines, state);
        return new SagaUnderTest(
                definition, Map.copyOf(others), List.copyOf(machines), roles, Map.copyOf(undos), results);
    }

    private static void addRole(Map<String, TaskRole> roles, String state, TaskRole role) {
        if (roles.putIfAbsent(state, role) != null)
            throw new IllegalArgumentException(
                    "Two machines have a Task named '" + state + "': they cannot be told apart.");
    }

    private static StateMachine parsed(String what, String definition) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> valid.machine();
            case Asl.Parsed.Invalid invalid ->
                throw new IllegalArgumentException(what + " is not valid: " + invalid.problems());
        };
    }

    private static String noSaga(Map<String, TaskRole> roles) {
        List<String> undos = new ArrayList<>();
        roles.forEach((state, role) -> {
            if (role == TaskRole.UNDO) undos.add("'" + state + "'");
        });
        String looks = undos.isEmpty() ? "" : " These look like undos: " + String.join(", ", undos) + ".";
        return "The machine is no saga: it has neither Compensate nor Pivot, Retriable or Saga. Say which state undoes"
                + " which step." + looks;
    }

    private static void requireTasks(Map<String, TaskRole> roles, String step, String undo) {
        for (String each : List.of(step, undo))
            if (!roles.containsKey(each)) throw new IllegalArgumentException("There is no Task named '" + each + "'.");
    }

    private static void requireState(List<StateMachine> machines, String state) {
        for (StateMachine machine : machines)
            if (machine.states().containsKey(state) || machine.compensations().containsKey(state)) return;
        throw new IllegalArgumentException("There are results for '" + state + "', but there is no such state.");
    }

    /** In a plain machine nothing but what was named is looked at: the rest says nothing of what it does. */
    private static Map<String, TaskRole> roles(
            StateMachine machine, Map<String, TaskRole> declared, Map<String, String> undos) {
        Map<String, TaskRole> roles = new LinkedHashMap<>(declared);
        if (machine.saga() == null) roles.replaceAll((_, _) -> TaskRole.NEUTRAL);
        undos.forEach((step, undo) -> {
            if (roles.get(step) == TaskRole.NEUTRAL) roles.put(step, TaskRole.COMPENSATABLE);
            roles.put(undo, TaskRole.UNDO);
        });
        return Collections.unmodifiableMap(roles);
    }

    String name() {
        return "under-test";
    }

    TaskRole role(String state) {
        return roles.getOrDefault(state, TaskRole.NEUTRAL);
    }

    private StateMachine machine() {
        return machines.getFirst();
    }

    Optional<Saga> saga() {
        return Optional.ofNullable(machine().saga());
    }

    /** The compensations that call somebody: executions that are undone through their own logs are not. */
    SortedSet<String> compensations() {
        SortedSet<String> names = new TreeSet<>();
        for (StateMachine machine : machines)
            machine.compensations().forEach((name, task) -> {
                if (!undoesExecutions(task)) names.add(name);
            });
        return names;
    }

    private static boolean undoesExecutions(TaskState task) {
        return task.resource() instanceof TaskResource.Integration integration && integration.compensatesExecutions();
    }

    /** Whether a state undoes something. */
    boolean undoes(String state) {
        return role(state) == TaskRole.UNDO
                || machines.stream().anyMatch(each -> each.compensations().containsKey(state));
    }

    /** Whether a step may have happened after it reported this error. */
    boolean uncertain(String state, String error) {
        for (StateMachine machine : machines)
            if (machine.states().get(state) instanceof TaskState task
                    && task.saga().uncertainErrors().contains(error)) return true;
        return false;
    }

    /**
     * The errors that the definition knows for a step: those of its own retriers and catchers, of the Parallel and Map
     * states, and of the machine.
     */
    Set<String> errors(String state) {
        Set<String> errors = new LinkedHashSet<>();
        for (StateMachine machine : machines)
            if (machine.states().get(state) instanceof TaskState task) {
                for (State each : machine.states().values())
                    if (each == task || !(each instanceof TaskState)) addErrors(each, errors);
                errors.addAll(machine.knownErrors());
                errors.addAll(task.saga().uncertainErrors());
            }
        errors.removeIf(error -> error.startsWith(STATES));
        return errors;
    }

    private static void addErrors(State state, Set<String> errors) {
        if (!(state instanceof State.Fallible fallible)) return;
        fallible.retry().forEach(retrier -> errors.addAll(retrier.errorEquals()));
        fallible.catchers().forEach(catcher -> errors.addAll(catcher.errorEquals()));
    }

    // Activities have to be there.

    /** The names of the activities that it calls. */
    Set<String> activities() {
        Set<String> names = new LinkedHashSet<>();
        for (String arn : activityArns()) names.add(arn.substring(arn.lastIndexOf(':') + 1));
        return names;
    }

    private List<String> activityArns() {
        List<String> arns = new ArrayList<>();
        for (StateMachine machine : machines) {
            List<State> all = new ArrayList<>(machine.states().values());
            all.addAll(machine.compensations().values());
            for (State state : all)
                if (state instanceof TaskState task && task.resource() instanceof TaskResource.Activity(String arn))
                    arns.add(arn);
        }
        return arns;
    }

    String activityArn(String name) {
        return "arn:aws:states:" + region() + ":" + account() + ":activity:" + name;
    }

    /** The account of its activities and of the machines that it starts: all are made there. */
    String account() {
        return ofArns("account", Settings.DEFAULTS.accountId());
    }

    String region() {
        return ofArns("region", Settings.DEFAULTS.region());
    }

    private String ofArns(String part, String otherwise) {
        Matcher arn = ARN.matcher(definition);
        return arn.find() ? arn.group(part) : otherwise;
    }
}
