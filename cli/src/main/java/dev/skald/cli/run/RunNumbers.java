package dev.skald.cli.run;

import dev.skald.cli.project.Scenario;
import dev.skald.engine.store.ExecutionRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which executions belong to which run: the execution of scenario {@code delivered} in the third run is named {@code
 * delivered-3}. A run that was cut off is gone on with under the same number.
 */
final class RunNumbers {
    private final Map<String, ExecutionRow> executions = new HashMap<>();
    private final List<Scenario> scenarios;

    /**
     * @param scenarios the project's scenarios
     * @param known the latest executions of its machines
     */
    RunNumbers(List<Scenario> scenarios, List<ExecutionRow> known) {
        this.scenarios = scenarios;
        for (ExecutionRow execution : known)
            executions.putIfAbsent(key(execution.stateMachineArn(), execution.name()), execution);
    }

    private static String key(String stateMachineArn, String name) {
        return stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1) + "/" + name;
    }

    static String name(Scenario scenario, int number) {
        return scenario.name() + "-" + number;
    }

    Optional<ExecutionRow> execution(Scenario scenario, int number) {
        return Optional.ofNullable(executions.get(key(scenario.machine(), name(scenario, number))));
    }

    /** The number of the run to do now: the last one if something of it is left to do, or else the next. */
    int current() {
        int last = last();
        boolean complete = scenarios.stream()
                .allMatch(scenario -> execution(scenario, last)
                        .filter(execution -> execution.status().terminal())
                        .isPresent());
        return last == 0 || complete ? last + 1 : last;
    }

    private int last() {
        return scenarios.stream().mapToInt(this::last).max().orElse(0);
    }

    private int last(Scenario scenario) {
        String prefix = scenario.machine() + "/" + scenario.name() + "-";
        return executions.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .mapToInt(key -> number(key.substring(prefix.length())))
                .max()
                .orElse(0);
    }

    private static int number(String digits) {
        boolean isNumber =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(Character::isDigit);
        return isNumber ? Integer.parseInt(digits) : 0;
    }
}
