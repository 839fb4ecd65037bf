package dev.skald.server.aws;

import dev.skald.asl.TaskResource;
import dev.skald.server.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answers of the AWS services, by their API models: one resource per service, read when it is first asked for. */
final class ServiceModels {
    /** How many services' models are kept; others are read anew. */
    static final int KEPT_MAX = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final String SDK = "aws-sdk:";

    /** The names of optimised integrations that are not those of the SDK. */
    private static final Map<String, String> SDK_NAMES = Map.of(
            "states", "sfn",
            "events", "eventbridge",
            "elasticmapreduce", "emr",
            "emr-containers", "emrcontainers",
            "emr-serverless", "emrserverless",
            "bedrock", "bedrockruntime");

    /** Whose answer is the task's result where a task runs until its job has ended. */
    private static final Map<String, String> POLLED = Map.ofEntries(
            Map.entry("states:startExecution", "DescribeExecution"),
            Map.entry("batch:submitJob", "DescribeJobs"),
            Map.entry("ecs:runTask", "DescribeTasks"),
            Map.entry("glue:startJobRun", "GetJobRun"),
            Map.entry("databrew:startJobRun", "DescribeJobRun"),
            Map.entry("codebuild:startBuild", "BatchGetBuilds"),
            Map.entry("codebuild:startBuildBatch", "BatchGetBuildBatches"),
            Map.entry("athena:startQueryExecution", "GetQueryExecution"),
            Map.entry("sagemaker:createTrainingJob", "DescribeTrainingJob"),
            Map.entry("sagemaker:createTransformJob", "DescribeTransformJob"),
            Map.entry("sagemaker:createHyperParameterTuningJob", "DescribeHyperParameterTuningJob"),
            Map.entry("sagemaker:createLabelingJob", "DescribeLabelingJob"),
            Map.entry("sagemaker:createProcessingJob", "DescribeProcessingJob"),
            Map.entry("mediaconvert:createJob", "GetJob"),
            Map.entry("elasticmapreduce:createCluster", "DescribeCluster"),
            Map.entry("elasticmapreduce:terminateCluster", "DescribeCluster"),
            Map.entry("elasticmapreduce:addStep", "DescribeStep"),
            Map.entry("emr-containers:createVirtualCluster", "DescribeVirtualCluster"),
            Map.entry("emr-containers:deleteVirtualCluster", "DescribeVirtualCluster"),
            Map.entry("emr-containers:startJobRun", "DescribeJobRun"),
            Map.entry("emr-serverless:createApplication", "GetApplication"),
            Map.entry("emr-serverless:startApplication", "GetApplication"),
            Map.entry("emr-serverless:stopApplication", "GetApplication"),
            Map.entry("emr-serverless:deleteApplication", "GetApplication"),
            Map.entry("emr-serverless:startJobRun", "GetJobRun"),
            Map.entry("eks:createCluster", "DescribeCluster"),
            Map.entry("eks:deleteCluster", "DescribeCluster"),
            Map.entry("eks:createNodegroup", "DescribeNodegroup"),
            Map.entry("eks:deleteNodegroup", "DescribeNodegroup"),
            Map.entry("eks:createFargateProfile", "DescribeFargateProfile"),
            Map.entry("eks:deleteFargateProfile", "DescribeFargateProfile"));

    /** Services whose answers are not those of their API, but of what is behind them. */
    private static final Set<String> UNKNOWN = Set.of("http", "apigateway");

    private final Map<String, JsonNode> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** What a task can result in; null when that is not known, or may be anything. */
    @Nullable
    ResponseShape response(TaskResource.Integration task) {
        String operation = operation(task);
        if (operation == null || UNKNOWN.contains(task.service())) return null;
        JsonNode model = model(sdkName(task.service()));
        String shape = model == null ? null : shapeName(model, operation);
        return model == null || shape == null ? null : new ResponseShape(model.path("shapes"), shape, free(task));
    }

    private static @Nullable String shapeName(JsonNode model, String operation) {
        JsonNode shape = model.path("operations").get(operation);
        return shape == null ? null : shape.asString();
    }

    /** The operation whose answer the task gives; null when what it gives is up to whoever has its token. */
    private static @Nullable String operation(TaskResource.Integration task) {
        return switch (task.pattern()) {
            case REQUEST_RESPONSE ->
                Character.toUpperCase(task.action().charAt(0)) + task.action().substring(1);
            case SYNC, SYNC_2 -> POLLED.get(task.service() + ":" + task.action());
            case WAIT_FOR_TASK_TOKEN -> null;
        };
    }

    /** An optimised integration reads JSON in a member of the answer. */
    private static Set<String> free(TaskResource.Integration task) {
        return switch (task.service()) {
            case "lambda" -> Set.of("Payload");
            case "bedrock" -> Set.of("Body");
            case "states" -> task.pattern() == TaskResource.Pattern.SYNC_2 ? Set.of("Input", "Output") : Set.of();
            default -> Set.of();
        };
    }

    private static String sdkName(String service) {
        return service.startsWith(SDK) ? service.substring(SDK.length()) : SDK_NAMES.getOrDefault(service, service);
    }

    private @Nullable JsonNode model(String service) {
        if (!NAME.matcher(service).matches()) return null;
        synchronized (kept) {
            JsonNode known = kept.get(service);
            if (known != null) return known;
        }
        JsonNode read = read(service);
        if (read == null) return null;
        synchronized (kept) {
            kept.put(service, read);
        }
        return read;
    }

    private static @Nullable JsonNode read(String service) {
        String resource = "models/" + service + ".json.gz";
        try (InputStream in = ServiceModels.class.getResourceAsStream(resource)) {
            if (in == null) return null;
            byte[] text = new GZIPInputStream(in).readAllBytes();
            return JsonReader.trusted(new String(text, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }
}
