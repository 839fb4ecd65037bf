package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceJob.Request;
import dev.skald.tasks.aws.ServiceJob.Standing;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code batch:submitJob[.sync]}: the result is what DescribeJobs says of the job. */
final class BatchJobs implements ServiceJob.Kind {
    @Override
    public String service() {
        return "batch";
    }

    @Override
    public OptimisedService spelling() {
        return new OptimisedService("Batch", "AWSBatch", "AWSBatchException");
    }

    @Override
    public Optional<Request> describe(JsonNode parameters, JsonNode submitted) {
        ObjectNode jobs = JsonNodeFactory.instance.objectNode();
        jobs.putArray("Jobs").add(submitted.path("JobId"));
        return Optional.of(new Request("describeJobs", jobs));
    }

    @Override
    public Request stop(JsonNode parameters, JsonNode submitted) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set("JobId", submitted.path("JobId"));
        job.put("Reason", "The execution that waits for the job has been stopped.");
        return new Request("terminateJob", job);
    }

    @Override
    public Standing standing(JsonNode description) {
        JsonNode job = description.path("Jobs").path(0);
        return switch (job.path("Status").asString("")) {
            case "SUCCEEDED" -> new Standing.Done(job);
            case "FAILED" -> new Standing.Broke(job);
            case "" -> new Standing.Broke(description);
            default -> new Standing.Runs();
        };
    }
}
