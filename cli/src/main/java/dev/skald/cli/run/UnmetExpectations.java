package dev.skald.cli.run;

import dev.skald.asl.Payload;
import dev.skald.cli.project.Expectation;
import dev.skald.cli.project.Scenario.Expected;
import dev.skald.engine.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what came of a scenario with what the project file expects. */
final class UnmetExpectations {
    private final List<String> unmet = new ArrayList<>();

    private UnmetExpectations() {}

    /**
     * What is not as expected, a sentence each.
     *
     * @param check the project's own check, if it names one
     */
    static List<String> of(Expected expected, RunResult result, @Nullable Expectation check) {
        UnmetExpectations comparison = new UnmetExpectations();
        comparison.equal("status", expected.status(), result.status());
        if (expected.error() != null) comparison.equal("error", expected.error(), result.error());
        if (expected.output() != null) comparison.output(expected.output(), result.output());
        if (check != null) comparison.check(check, result);
        return List.copyOf(comparison.unmet);
    }

    private void equal(String what, Object expected, @Nullable Object actual) {
        if (!expected.equals(actual)) unmet.add("the " + what + " is " + actual + ", not " + expected);
    }

    private void output(JsonNode expected, @Nullable Payload actual) {
        if (actual == null) unmet.add("there is no output");
        else contains("output", expected, actual.node());
    }

    private void contains(String path, JsonNode expected, @Nullable JsonNode actual) {
        if (actual == null) unmet.add(path + " is missing");
        else if (expected.isObject() && actual.isObject())
            for (String name : expected.propertyNames())
                contains(path + "." + name, expected.get(name), actual.get(name));
        else if (expected.isArray() && actual.isArray() && expected.size() == actual.size())
            for (int i = 0; i < expected.size(); i++) contains(path + "[" + i + "]", expected.get(i), actual.get(i));
        else if (!same(expected, actual)) unmet.add(path + " is " + actual + ", not " + expected);
    }

    /** Numbers are equal by value: 1 and 1.0 are. */
    private static boolean same(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber())
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        return Objects.equals(expected, actual);
    }

    private void check(Expectation check, RunResult result) {
        try {
            unmet.addAll(check.unmet(result));
        } catch (Exception e) {
            unmet.add("the check " + check.getClass().getName() + " failed: " + e);
        }
    }
}
