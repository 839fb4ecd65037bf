package dev.skald.deploy.template;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What references to a resource give, by its type: section "Return values" of each type's page. */
enum ResourceKind {
    STATE_MACHINE("AWS::StepFunctions::StateMachine", "StateMachineName", Reference.ARN, "states", "stateMachine:", 80),
    SAM_STATE_MACHINE("AWS::Serverless::StateMachine", "Name", Reference.ARN, "states", "stateMachine:", 80),
    ACTIVITY("AWS::StepFunctions::Activity", "Name", Reference.ARN, "states", "activity:", 80),
    FUNCTION("AWS::Lambda::Function", "FunctionName", Reference.NAME, "lambda", "function:", 64),
    SAM_FUNCTION("AWS::Serverless::Function", "FunctionName", Reference.NAME, "lambda", "function:", 64),
    LAYER("AWS::Lambda::LayerVersion", "LayerName", Reference.ARN, "lambda", "layer:", 64),
    SAM_LAYER("AWS::Serverless::LayerVersion", "LayerName", Reference.ARN, "lambda", "layer:", 64),
    TABLE("AWS::DynamoDB::Table", "TableName", Reference.NAME, "dynamodb", "table/", 255),
    GLOBAL_TABLE("AWS::DynamoDB::GlobalTable", "TableName", Reference.NAME, "dynamodb", "table/", 255),
    SAM_TABLE("AWS::Serverless::SimpleTable", "TableName", Reference.NAME, "dynamodb", "table/", 255),
    BUCKET("AWS::S3::Bucket", "BucketName", Reference.NAME, "s3", "", 63),
    QUEUE("AWS::SQS::Queue", "QueueName", Reference.URL, "sqs", "", 80),
    TOPIC("AWS::SNS::Topic", "TopicName", Reference.ARN, "sns", "", 256),
    BUS("AWS::Events::EventBus", "Name", Reference.NAME, "events", "event-bus/", 256),
    RULE("AWS::Events::Rule", "Name", Reference.NAME, "events", "rule/", 64),
    CONNECTION("AWS::Events::Connection", "Name", Reference.NAME, "events", "connection/", 64),
    SCHEDULE("AWS::Scheduler::Schedule", "Name", Reference.NAME, "scheduler", "schedule/default/", 64),
    PARAMETER("AWS::SSM::Parameter", "Name", Reference.NAME, "ssm", "parameter/", 1_011),
    SECRET("AWS::SecretsManager::Secret", "Name", Reference.ARN, "secretsmanager", "secret:", 512),
    ROLE("AWS::IAM::Role", "RoleName", Reference.NAME, "iam", "role/", 64),
    LOG_GROUP("AWS::Logs::LogGroup", "LogGroupName", Reference.NAME, "logs", "log-group:", 512),
    API_KEY("AWS::ApiGateway::ApiKey", "Name", Reference.NAME, "apigateway", "/apikeys/", 255),
    OTHER("", null, Reference.NAME, "cloudformation", "resource/", 255);

    /** What {@code Ref} gives. */
    enum Reference {
        NAME,
        ARN,
        URL
    }

    private static final Map<String, ResourceKind> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(ResourceKind::type, Function.identity()));

    private final String type;
    private final @Nullable String nameProperty;
    private final Reference reference;
    private final String service;
    private final String prefix;
    private final int lengthMax;

    ResourceKind(
            String type,
            @Nullable String nameProperty,
            Reference reference,
            String service,
            String prefix,
            int lengthMax) {
        this.type = type;
        this.nameProperty = nameProperty;
        this.reference = reference;
        this.service = service;
        this.prefix = prefix;
        this.lengthMax = lengthMax;
    }

    static ResourceKind of(String type) {
        return BY_TYPE.getOrDefault(type, OTHER);
    }

    String type() {
        return type;
    }

    /** The property that gives it its name; none for kinds that Skald knows nothing of. */
    Optional<String> nameProperty() {
        return Optional.ofNullable(nameProperty);
    }

    Reference reference() {
        return reference;
    }

    /** How long a name may be. */
    int lengthMax() {
        return lengthMax;
    }

    String arn(String name, Account account) {
        return switch (this) {
            case BUCKET -> "arn:aws:s3:::" + name;
            case ROLE -> "arn:aws:iam::" + account.accountId() + ":role/" + name;
            case LOG_GROUP -> account.arn(service, prefix + name + ":*");
            case CONNECTION -> account.arn(service, prefix + name + "/00000000-0000-0000-0000-000000000000");
            case PARAMETER -> account.arn(service, "parameter" + (name.startsWith("/") ? "" : "/") + name);
            case LAYER, SAM_LAYER -> account.arn(service, prefix + name + ":1");
            case STATE_MACHINE,
                    SAM_STATE_MACHINE,
                    ACTIVITY,
                    FUNCTION,
                    SAM_FUNCTION,
                    TABLE,
                    GLOBAL_TABLE,
                    SAM_TABLE,
                    QUEUE,
                    TOPIC,
                    BUS,
                    RULE,
                    SCHEDULE,
                    SECRET,
                    API_KEY,
                    OTHER -> account.arn(service, prefix + name);
        };
    }
}
