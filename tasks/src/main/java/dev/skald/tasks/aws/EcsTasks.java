package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceJob.Request;
import dev.skald.tasks.aws.ServiceJob.Standing;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ecs:runTask[.sync]}: the result is what DescribeTasks says of the task. It failed when it did not start, was stopped by a
 * person, or a container ended with another exit code than 0.
 */
final class EcsTasks implements ServiceJob.Kind {
    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public OptimisedService spelling() {
        return new OptimisedService("ECS", "AmazonECS", "AmazonECSException");
    }

    /** ECS answers well also when it started nothing: then there are failures instead of tasks. */
    @Override
    public Optional<Request> describe(JsonNode parameters, JsonNode submitted) {
        JsonNode task = submitted.path("Tasks").path(0);
        if (task.isMissingNode()) return Optional.empty();
        ObjectNode tasks = JsonNodeFactory.instance.objectNode();
        tasks.set("Cluster", task.path("ClusterArn"));
        tasks.putArray("Tasks").add(task.path("TaskArn"));
        return Optional.of(new Request("describeTasks", tasks));
    }

    @Override
    public Request stop(JsonNode parameters, JsonNode submitted) {
        JsonNode started = submitted.path("Tasks").path(0);
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.set("Cluster", started.path("ClusterArn"));
        task.set("Task", started.path("TaskArn"));
        task.put("Reason", "The execution that waits for the task has been stopped.");
        return new Request("stopTask", task);
    }

    @Override
    public Standing standing(JsonNode description) {
        JsonNode task = description.path("Tasks").path(0);
        if (task.isMissingNode()) return new Standing.Broke(description);
        if (!task.path("LastStatus").asString("").equals("STOPPED")) return new Standing.Runs();
        return isDone(task) ? new Standing.Done(task) : new Standing.Broke(task);
    }

    private static boolean isDone(JsonNode task) {
        boolean ended =
                task.path("StopCode").asString("EssentialContainerExited").equals("EssentialContainerExited");
        return ended
                && StreamSupport.stream(task.path("Containers").spliterator(), false)
                        .allMatch(container -> container.path("ExitCode").asInt(0) == 0);
    }
}
