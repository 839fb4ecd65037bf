package dev.skald.asl;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The optimised service integrations that AWS knows (section 2.3): service, actions, and how they may wait. */
final class Integrations {
    private static final Map<String, List<Action>> SERVICES = Map.ofEntries(
            entry("lambda", List.of(tokens("invoke"))),
            entry("states", List.of(new Action(Set.of("startExecution"), true, true, true))),
            entry("dynamodb", List.of(calls("getItem", "putItem", "updateItem", "deleteItem"))),
            entry("sqs", List.of(tokens("sendMessage"))),
            entry("sns", List.of(tokens("publish"))),
            entry("events", List.of(tokens("putEvents"))),
            entry("apigateway", List.of(tokens("invoke"))),
            entry("http", List.of(calls("invoke"))),
            entry("ecs", List.of(jobsAndTokens("runTask"))),
            entry("batch", List.of(jobs("submitJob"))),
            entry("glue", List.of(jobs("startJobRun"))),
            entry("databrew", List.of(jobs("startJobRun"))),
            entry("mediaconvert", List.of(jobs("createJob"))),
            entry(
                    "eks",
                    List.of(
                            tokens("call"),
                            jobsAndTokens(
                                    "runJob",
                                    "createCluster",
                                    "deleteCluster",
                                    "createNodegroup",
                                    "deleteNodegroup",
                                    "createFargateProfile",
                                    "deleteFargateProfile"))),
            entry(
                    "athena",
                    List.of(
                            jobs("startQueryExecution"),
                            calls("stopQueryExecution", "getQueryExecution", "getQueryResults"))),
            entry(
                    "codebuild",
                    List.of(
                            jobs("startBuild", "startBuildBatch", "retryBuildBatch"),
                            calls(
                                    "stopBuild",
                                    "stopBuildBatch",
                                    "batchDeleteBuilds",
                                    "batchGetReports",
                                    "deleteBuildBatch"))),
            entry(
                    "elasticmapreduce",
                    List.of(
                            jobs("createCluster", "terminateCluster", "addStep"),
                            calls(
                                    "cancelStep",
                                    "setClusterTerminationProtection",
                                    "modifyInstanceFleetByName",
                                    "modifyInstanceGroupByName"))),
            entry("emr-containers", List.of(jobs("createVirtualCluster", "deleteVirtualCluster", "startJobRun"))),
            entry(
                    "emr-serverless",
                    List.of(jobs(
                            "createApplication",
                            "startApplication",
                            "stopApplication",
                            "deleteApplication",
                            "startJobRun",
                            "cancelJobRun"))),
            entry(
                    "sagemaker",
                    List.of(
                            jobs(
                                    "createTrainingJob",
                                    "createTransformJob",
                                    "createProcessingJob",
                                    "createHyperParameterTuningJob",
                                    "createLabelingJob"),
                            calls("createEndpoint", "createEndpointConfig", "createModel", "updateEndpoint"))),
            entry("bedrock", List.of(tokens("invokeModel"), jobsAndTokens("createModelCustomizationJob"))));

    private Integrations() {}

    private record Action(Set<String> names, boolean sync, boolean sync2, boolean token) {
        boolean allows(TaskResource.Pattern pattern) {
            return switch (pattern) {
                case REQUEST_RESPONSE -> true;
                case SYNC -> sync;
                case SYNC_2 -> sync2;
                case WAIT_FOR_TASK_TOKEN -> token;
            };
        }
    }

    private static Action calls(String... names) {
        return new Action(Set.of(names), false, false, false);
    }

    private static Action tokens(String... names) {
        return new Action(Set.of(names), false, false, true);
    }

    private static Action jobs(String... names) {
        return new Action(Set.of(names), true, false, false);
    }

    private static Action jobsAndTokens(String... names) {
        return new Action(Set.of(names), true, false, true);
    }

    /** Whether AWS has this integration. */
    static boolean knows(String service, String action, TaskResource.Pattern pattern) {
        for (Action known : SERVICES.getOrDefault(service, List.of())) {
            if (known.names.contains(action)) return known.allows(pattern);
        }
        return false;
    }
}
