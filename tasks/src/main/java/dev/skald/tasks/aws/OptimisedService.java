package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.aws.ServiceAnswer.Answered;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How Step Functions' optimised integrations name errors and word causes: as the AWS SDK for Java 1 did, and their answers carry
 * what HTTP said.
 *
 * @param prefix how error names begin: {@code DynamoDB}
 * @param sdkName what causes call the service: {@code AmazonDynamoDBv2}
 * @param generic the name of errors that have no name of their own: {@code AmazonDynamoDBException}
 */
record OptimisedService(String prefix, String sdkName, String generic) implements ServiceTask.Spelling {
    @Override
    public String error(ServiceClient client, AwsServiceException error) {
        String name = error.getClass().getSimpleName();
        return prefix + "." + (name.equals(client.prefix() + "Exception") ? generic : name);
    }

    @Override
    public String cause(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String message = details == null ? error.getMessage() : details.errorMessage();
        String code = details == null ? null : details.errorCode();
        return message + " (Service: " + sdkName + "; Status Code: " + error.statusCode() + "; Error Code: " + code
                + "; Request ID: " + error.requestId() + "; Proxy: null)";
    }

    @Override
    public String clientError(ServiceClient client) {
        return prefix + ".SdkClientException";
    }

    @Override
    public TaskOutcome succeeded(ServiceClient client, Answered answer) {
        return new TaskOutcome.Succeeded(Payload.of(enveloped(client.json(answer), answer.http())));
    }

    /** Adds what HTTP said of the answer; the members stay in the order of the alphabet. */
    static ObjectNode enveloped(ObjectNode json, SdkHttpResponse http) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        json.set("SdkHttpMetadata", metadata(http));
        json.putObject("SdkResponseMetadata").put("RequestId", requestId(http));
        json.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> all.set(member.getKey(), member.getValue()));
        return all;
    }

    private static ObjectNode metadata(SdkHttpResponse http) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        ObjectNode all = metadata.putObject("AllHttpHeaders");
        ObjectNode single = metadata.putObject("HttpHeaders");
        for (Map.Entry<String, List<String>> header : http.headers().entrySet()) {
            header.getValue().forEach(all.withArray(header.getKey())::add);
            single.put(header.getKey(), header.getValue().getLast());
        }
        metadata.put("HttpStatusCode", http.statusCode());
        return metadata;
    }

    private static String requestId(SdkHttpResponse http) {
        return http.firstMatchingHeader(List.of("x-amzn-RequestId", "x-amz-request-id"))
                .orElse("UNKNOWN");
    }
}
