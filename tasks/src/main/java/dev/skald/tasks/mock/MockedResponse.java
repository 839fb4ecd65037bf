package dev.skald.tasks.mock;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One mocked response. */
sealed interface MockedResponse {
    /** @param resource null for a task that a worker or whoever has its token would end */
    TaskOutcome outcome(@Nullable TaskResource resource);

    /** What the call answers of a task that ends later. */
    default Payload submitted(@Nullable TaskResource resource) {
        return Payload.EMPTY_OBJECT;
    }

    /** The service answers. */
    record Return(JsonNode answer) implements MockedResponse {
        private static final String PAYLOAD = "Payload";

        @Override
        public TaskOutcome outcome(@Nullable TaskResource resource) {
            return new TaskOutcome.Succeeded(Payload.of(result(resource)));
        }

        /** Of a nested execution, what its start would have answered. */
        @Override
        public Payload submitted(@Nullable TaskResource resource) {
            boolean starts = resource instanceof TaskResource.Integration integration && integration.startsExecution();
            if (!starts || !(answer instanceof ObjectNode ended)) return Payload.EMPTY_OBJECT;
            return Payload.of(ended.deepCopy().retain("ExecutionArn", "StartDate"));
        }

        private JsonNode result(@Nullable TaskResource resource) {
            return switch (resource) {
                case TaskResource.LambdaFunction _ -> answer.has(PAYLOAD) ? answer.get(PAYLOAD) : answer;
                case TaskResource.Integration integration -> completed(integration);
                case TaskResource.Activity _ -> answer;
                case null -> answer;
            };
        }

        /** With what the service always says, where the file leaves it out. */
        private JsonNode completed(TaskResource.Integration integration) {
            if (!(answer instanceof ObjectNode object)) return answer;
            if (integration.service().equals("lambda") && object.has(PAYLOAD)) return with(object, invoked());
            if (integration.startsExecution() && integration.waitsForJob()) return with(object, ended(object));
            return answer;
        }

        private static ObjectNode invoked() {
            return JsonNodeFactory.instance.objectNode().put("ExecutedVersion", "$LATEST");
        }

        private static ObjectNode ended(ObjectNode execution) {
            String status = execution.path("Status").asString("SUCCEEDED");
            ObjectNode defaults = JsonNodeFactory.instance.objectNode();
            if (!status.equals("SUCCEEDED")) return defaults.put("RedriveCount", 0);
            return defaults.put("RedriveCount", 0)
                    .put("RedriveStatus", "NOT_REDRIVABLE")
                    .put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
        }

        private static ObjectNode with(ObjectNode given, ObjectNode defaults) {
            defaults.setAll(given);
            return defaults;
        }
    }

    /** The task fails. */
    record Throw(String error, String cause) implements MockedResponse {
        @Override
        public TaskOutcome outcome(@Nullable TaskResource resource) {
            return new TaskOutcome.Failed(error, cause, Effect.REPORTED);
        }
    }
}
