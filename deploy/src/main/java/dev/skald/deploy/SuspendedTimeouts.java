package dev.skald.deploy;

import dev.skald.engine.task.FunctionName;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application as it is deployed while one of its functions is under a debugger: tasks that name the function have no time-out
 * and no heartbeat, and neither have the machines around them.
 */
public final class SuspendedTimeouts {
    private static final List<String> OF_TASKS =
            List.of("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath");
    private static final String OF_MACHINES = "TimeoutSeconds";

    private SuspendedTimeouts() {}

    /**
     * The name of a function of the application.
     *
     * @param wanted its name, or its key in the project file where the name is made of that
     * @throws IllegalArgumentException when there is none, with those that there are
     */
    public static String functionOf(Application application, String wanted) {
        List<String> names = List.of(wanted, application.id() + "-" + wanted, application.name() + "-" + wanted);
        List<String> there = application.functions().stream()
                .map(function -> function.name())
                .toList();
        return names.stream()
                .filter(there::contains)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The project has no function '" + wanted + "'. "
                        + (there.isEmpty() ? "It has none." : "It has " + String.join(", ", there) + ".")));
    }

    /** The application without the time-outs of tasks that name the function, and of their machines. */
    public static Application of(Application application, String function) {
        return application.withMachines(application.machines().stream()
                .map(machine -> of(machine, function))
                .toList());
    }

    private static Machine of(Machine machine, String function) {
        JsonNode definition = JsonMapper.shared().readTree(machine.definition());
        if (!(definition instanceof ObjectNode whole) || !suspend(whole, function)) return machine;
        whole.remove(OF_MACHINES);
        return new Machine(
                machine.name(), machine.type(), whole.toString(), machine.loggingConfiguration(), machine.tags());
    }

    /** Whether anything below a node calls the function. */
    private static boolean suspend(JsonNode node, String function) {
        boolean found = node instanceof ObjectNode object && calls(object, function);
        if (found && node instanceof ObjectNode task) task.remove(OF_TASKS);
        for (JsonNode inner : node) found |= suspend(inner, function);
        return found;
    }

    private static boolean calls(ObjectNode state, String function) {
        return names(state.path("Resource"), function)
                || names(state.path("Parameters").path("FunctionName"), function)
                || names(state.path("Arguments").path("FunctionName"), function);
    }

    private static boolean names(JsonNode text, String function) {
        return FunctionName.parse(text.asString(""))
                .filter(name -> name.name().equals(function))
                .isPresent();
    }
}
