package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceJob.Request;
import dev.skald.tasks.aws.ServiceJob.Standing;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code glue:startJobRun[.sync]}: the result is what GetJobRun says of the run. */
final class GlueJobs implements ServiceJob.Kind {
    @Override
    public String service() {
        return "glue";
    }

    @Override
    public OptimisedService spelling() {
        return new OptimisedService("Glue", "AWSGlue", "AWSGlueException");
    }

    @Override
    public Optional<Request> describe(JsonNode parameters, JsonNode submitted) {
        ObjectNode run = JsonNodeFactory.instance.objectNode();
        run.set("JobName", parameters.path("JobName"));
        run.set("RunId", submitted.path("JobRunId"));
        return Optional.of(new Request("getJobRun", run));
    }

    @Override
    public Request stop(JsonNode parameters, JsonNode submitted) {
        ObjectNode runs = JsonNodeFactory.instance.objectNode();
        runs.set("JobName", parameters.path("JobName"));
        runs.putArray("JobRunIds").add(submitted.path("JobRunId"));
        return new Request("batchStopJobRun", runs);
    }

    @Override
    public Standing standing(JsonNode description) {
        JsonNode run = description.path("JobRun");
        return switch (run.path("JobRunState").asString("")) {
            case "SUCCEEDED" -> new Standing.Done(run);
            case "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED" -> new Standing.Broke(run);
            case "" -> new Standing.Broke(description);
            default -> new Standing.Runs();
        };
    }
}
