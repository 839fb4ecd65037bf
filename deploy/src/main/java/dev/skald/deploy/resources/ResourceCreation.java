package dev.skald.deploy.resources;

import dev.skald.deploy.Notice;
import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.AwsSettings;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the resources of a project that are not there yet, and brings those that are there as near to what the project says
 * as is possible without losing anything. It may be repeated as often as one likes.
 */
public final class ResourceCreation {
    private static final Map<String, Kind> KINDS = Map.of(
            "AWS::DynamoDB::Table", new Kind("dynamodb", Tables::new),
            "AWS::S3::Bucket", new Kind("s3", Buckets::new),
            "AWS::SQS::Queue", new Kind("sqs", Queues::new),
            "AWS::SNS::Topic", new Kind("sns", Topics::new),
            "AWS::SSM::Parameter", new Kind("ssm", Parameters::new),
            "AWS::SecretsManager::Secret", new Kind("secretsmanager", Secrets::new));

    private final ServiceCalls calls;

    /** @param calls to the configured endpoints */
    public ResourceCreation(ServiceCalls calls) {
        this.calls = calls;
    }

    private record Kind(String service, Maker maker) {}

    private interface Maker {
        Creator with(ServiceCalls calls, Effects effects);
    }

    /** Creates resources of one type. */
    interface Creator {
        /** @param properties as in the template, computed */
        void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException;
    }

    /** What could not be done, or was left as it is; empty when all is as the project says. */
    public List<Notice> create(List<Resource> resources) {
        Effects effects = new Effects();
        List<Resource> ordered = new ArrayList<>(resources);
        ordered.sort(Comparator.comparing(ResourceCreation::namesOthers));
        for (Resource resource : ordered) create(resource, effects);
        return effects.notices();
    }

    /** A queue with a queue for dead letters comes after that. */
    private static boolean namesOthers(Resource resource) {
        return resource.properties().contains("deadLetterTargetArn")
                || resource.properties().contains("\"Subscription\"");
    }

    private void create(Resource resource, Effects effects) {
        Kind kind = KINDS.get(resource.type());
        if (kind == null) {
            effects.unsupported(resource, "Skald creates nothing of the type " + resource.type());
        } else if (!calls.isConfigured(kind.service())) {
            String variable = AwsSettings.endpointVariable(kind.service());
            effects.unsupported(
                    resource,
                    "not created: no endpoint is configured for " + kind.service() + " (`" + variable
                            + "`), and nothing is created at AWS itself");
        } else {
            create(resource, kind, effects);
        }
    }

    private void create(Resource resource, Kind kind, Effects effects) {
        JsonNode properties = JsonMapper.shared().readTree(resource.properties());
        try {
            if (properties instanceof ObjectNode object)
                kind.maker().with(calls, effects).create(resource, object);
            else effects.unsupported(resource, "not created: its properties are no mapping");
        } catch (ServiceFailure failure) {
            effects.unsupported(resource, "not created: " + kind.service() + ": " + failure.message());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            effects.unsupported(resource, "not created: interrupted");
        }
    }
}
