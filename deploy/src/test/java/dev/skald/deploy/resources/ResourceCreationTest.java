package dev.skald.deploy.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.deploy.Notice;
import dev.skald.deploy.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not there is created once; what is there loses nothing. */
class ResourceCreationTest {
    private static final String TABLE = """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
             "TimeToLiveSpecification": {"AttributeName": "until", "Enabled": true},
             "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
             "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}""";

    private static final List<Resource> ALL = List.of(
            new Resource(
                    "Jobs",
                    "AWS::SQS::Queue",
                    "jobs",
                    "{\"VisibilityTimeout\": 5, \"RedrivePolicy\": {\"deadLetterTargetArn\": \"arn:dead\", \"maxReceiveCount\": 3}}"),
            new Resource("Dead", "AWS::SQS::Queue", "dead", "{}"),
            new Resource("Orders", "AWS::DynamoDB::Table", "orders", TABLE),
            new Resource("Files", "AWS::S3::Bucket", "files", "{\"BucketName\": \"files\"}"),
            new Resource(
                    "News",
                    "AWS::SNS::Topic",
                    "news",
                    "{\"Subscription\": [{\"Protocol\": \"sqs\", \"Endpoint\": \"arn:q\"}]}"),
            new Resource("Url", "AWS::SSM::Parameter", "/url", "{\"Type\": \"String\", \"Value\": \"http://a\"}"),
            new Resource(
                    "Login",
                    "AWS::SecretsManager::Secret",
                    "login",
                    "{\"GenerateSecretString\": {\"SecretStringTemplate\": \"{\\\"user\\\": \\\"u\\\"}\", \"GenerateStringKey\": \"password\", \"PasswordLength\": 12}}"));

    private final FakeServices services = new FakeServices();
    private final ResourceCreation creation = new ResourceCreation(services);

    @Test
    void shouldCreateWhatIsNotThere() {
        assertThat(creation.create(ALL))
                .containsExactly(new Notice(
                        Notice.Kind.UNSUPPORTED,
                        "Resources.Orders",
                        "without effect here: PointInTimeRecoverySpecification"));
        assertThat(services.there)
                .containsOnlyKeys(
                        "table/orders",
                        "ttl/orders",
                        "bucket/files",
                        "queue/jobs",
                        "queue/dead",
                        "parameter//url",
                        "secret/login");
        assertThat(services.changes.getFirst())
                .as("the queue for dead letters is first")
                .contains("\"dead\"");
        assertThat(services.there
                        .get("queue/jobs")
                        .at("/Attributes/RedrivePolicy")
                        .asString())
                .isEqualTo("{\"deadLetterTargetArn\":\"arn:dead\",\"maxReceiveCount\":3}");
        assertThat(services.there
                        .get("table/orders")
                        .at("/StreamSpecification/StreamEnabled")
                        .asBoolean())
                .isTrue();
        assertThat(FakeServices.json(services.there
                                .get("secret/login")
                                .path("SecretString")
                                .asString())
                        .path("password")
                        .asString())
                .hasSize(12);
    }

    @Test
    void shouldChangeNothingTheSecondTime() {
        creation.create(ALL);
        services.changes.clear();
        creation.create(ALL);
        assertThat(services.changes)
                .allMatch(change -> change.startsWith("sqs:setQueueAttributes") || change.startsWith("sns:"));
    }

    @Test
    void shouldLeaveATableWithOtherKeysAsItIs() {
        creation.create(ALL);
        services.changes.clear();
        String other = TABLE.replace("\"AttributeType\": \"S\"", "\"AttributeType\": \"N\"");
        List<Notice> notices =
                creation.create(List.of(new Resource("Orders", "AWS::DynamoDB::Table", "orders", other)));
        assertThat(services.changes).isEmpty();
        assertThat(notices).extracting(Notice::message).anyMatch(message -> message.contains("it is left as it is"));
    }

    @Test
    void shouldAddIndexes() {
        creation.create(ALL);
        services.changes.clear();
        String more = TABLE.replaceFirst(
                "\"BillingMode\"",
                "\"GlobalSecondaryIndexes\": [{\"IndexName\": \"by-day\", \"KeySchema\": [], \"Projection\": {}}], \"BillingMode\"");
        creation.create(List.of(new Resource("Orders", "AWS::DynamoDB::Table", "orders", more)));
        assertThat(services.changes).singleElement().asString().contains("\"Create\":{\"IndexName\":\"by-day\"");
    }

    @Test
    void shouldKeepValuesThatSomebodyHasSet() {
        creation.create(ALL);
        List<Notice> notices = creation.create(
                List.of(new Resource("Url", "AWS::SSM::Parameter", "/url", "{\"Value\": \"http://b\"}")));
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.message())
                        .isEqualTo("the parameter `/url` is there with another value, which it keeps"));
        assertThat(services.there.get("parameter//url").path("Value").asString())
                .isEqualTo("http://a");
    }

    @Test
    void shouldCreateNothingAtAwsItself() {
        services.unconfigured.add("s3");
        assertThat(creation.create(ALL))
                .extracting(Notice::path, Notice::message)
                .contains(tuple(
                        "Resources.Files",
                        "not created: no endpoint is configured for s3 (`AWS_ENDPOINT_URL_S3`), and nothing is created at AWS"
                                + " itself"));
        assertThat(services.changes).noneMatch(change -> change.startsWith("s3:"));
    }

    @Test
    void shouldTellWhatAServiceRefusesAndGoOn() {
        services.there.put("table/orders", FakeServices.json("{}"));
        Resource odd = new Resource("Odd", "AWS::Odd::Thing", "odd", "{}");
        assertThat(creation.create(List.of(odd, ALL.get(2), ALL.get(3))))
                .extracting(Notice::path)
                .containsOnly("Resources.Odd", "Resources.Orders");
        assertThat(services.there).containsKey("bucket/files");
    }
}
