package dev.skald.engine.matrix;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Saga;
import dev.skald.asl.State;
import dev.skald.asl.StateMachine;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskRole;
import dev.skald.asl.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the matrix knows of a definition.
 *
 * @param roles what each Task means for all-or-nothing
 * @param undos of a plain machine: the undo by its step
 */
record SagaUnderTest(
        String definition,
        StateMachine machine,
        Map<String, TaskRole> roles,
        Map<String, String> undos,
        StepResults results) {

    private static final String COMPENSATE = "Compensate ";
    private static final String STATES = "States.";
    private static final int ARN_PARTS = 7;

    /** @throws IllegalArgumentException for what cannot be tested, with all that is wrong */
    static SagaUnderTest of(String definition, Map<String, String> undos, StepResults results) {
        StateMachine machine = switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> valid.machine();
            case Asl.Parsed.Invalid invalid ->
                throw new IllegalArgumentException("The definition is not valid: " + invalid.problems());
        };
        Map<String, TaskRole> declared = Asl.taskRoles(definition, MachineType.STANDARD);
        if (machine.saga() == null && undos.isEmpty()) throw new IllegalArgumentException(noSaga(declared));
        undos.forEach((step, undo) -> requireTasks(declared, step, undo));
        for (String state : results.states()) requireState(machine, state);
        return new SagaUnderTest(definition, machine, roles(machine, declared, undos), Map.copyOf(undos), results);
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

    private static void requireState(StateMachine machine, String state) {
        if (!machine.states().containsKey(state) && !machine.compensations().containsKey(state))
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

    Optional<Saga> saga() {
        return Optional.ofNullable(machine.saga());
    }

    /** Whether a state undoes something. */
    boolean undoes(String state) {
        return machine.compensations().containsKey(state) || role(state) == TaskRole.UNDO;
    }

    /** What a state undoes, for people. */
    String undone(String undo) {
        return undo.startsWith(COMPENSATE) ? undo.substring(COMPENSATE.length()) : undo;
    }

    /** Whether a step may have happened after it reported this error. */
    boolean uncertain(String state, String error) {
        return machine.states().get(state) instanceof TaskState task
                && task.saga().uncertainErrors().contains(error);
    }

    /**
     * The errors that the definition knows for a step: those of its own retriers and catchers, of the Parallel and Map
     * states, and of the machine.
     */
    Set<String> errors(String state) {
        Set<String> errors = new LinkedHashSet<>();
        for (State each : machine.states().values()) {
            boolean applies = each.name().equals(state) || !(each instanceof TaskState);
            if (applies && each instanceof State.Fallible fallible) {
                fallible.retry().forEach(retrier -> errors.addAll(retrier.errorEquals()));
                fallible.catchers().forEach(catcher -> errors.addAll(catcher.errorEquals()));
            }
        }
        errors.addAll(machine.knownErrors());
        if (machine.states().get(state) instanceof TaskState task)
            errors.addAll(task.saga().uncertainErrors());
        errors.removeIf(error -> error.startsWith(STATES));
        return errors;
    }

    // Activities have to be there.

    /** The names of the activities that it calls. */
    Set<String> activities() {
        Set<String> names = new LinkedHashSet<>();
        for (String arn : activityArns()) names.add(arn.substring(arn.lastIndexOf(':') + 1));
        return names;
    }

    private List<String> activityArns() {
        List<State> all = new ArrayList<>(machine.states().values());
        all.addAll(machine.compensations().values());
        List<String> arns = new ArrayList<>();
        for (State state : all)
            if (state instanceof TaskState task && task.resource() instanceof TaskResource.Activity(String arn))
                arns.add(arn);
        return arns;
    }

    String activityArn(String name) {
        return "arn:aws:states:" + region() + ":" + account() + ":activity:" + name;
    }

    /** The account of its activities, which are made there. */
    String account() {
        return ofActivityArn(4, "000000000000");
    }

    String region() {
        return ofActivityArn(3, "us-east-1");
    }

    private String ofActivityArn(int part, String otherwise) {
        return activityArns().stream()
                .map(arn -> arn.split(":", ARN_PARTS)[part])
                .findFirst()
                .orElse(otherwise);
    }
}
