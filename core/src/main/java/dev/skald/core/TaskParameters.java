package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What AWS checks of the parameters of an optimised integration before it schedules the task. */
final class TaskParameters {
    /** Of each service, the parameters that must be objects of arrays of strings. */
    private static final Map<String, List<String>> TEXT_LISTS =
            Map.of("apigateway", List.of("Headers", "QueryParameters"));

    private TaskParameters() {}

    /** @throws EvaluationException States.Runtime, with all that is wrong */
    static void require(TaskResource resource, Payload parameters) {
        if (!(resource instanceof TaskResource.Integration integration)) return;
        List<String> checked = TEXT_LISTS.getOrDefault(integration.service(), List.of());
        List<String> problems = checked.stream()
                .filter(name -> !isTextLists(parameters.node().path(name)))
                .map(name -> "The value of the field '" + name + "' has an invalid format")
                .toList();
        if (!problems.isEmpty())
            throw new EvaluationException(
                    ErrorName.RUNTIME,
                    "The Parameters '" + parameters.text() + "' could not be used to start the Task: " + problems);
    }

    private static boolean isTextLists(JsonNode value) {
        return value.isMissingNode()
                || (value.isObject() && value.values().stream().allMatch(TaskParameters::isTexts));
    }

    private static boolean isTexts(JsonNode value) {
        return value.isArray() && value.values().stream().allMatch(JsonNode::isString);
    }
}
