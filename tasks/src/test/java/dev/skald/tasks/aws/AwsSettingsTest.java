package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsSettingsTest {
    private static final URI ALL = URI.create("http://127.0.0.1:4566");
    private static final URI ONE = URI.create("http://127.0.0.1:8000");

    @Test
    void shouldFindEndpointsByTheVariablesOfAws() {
        AwsSettings settings = AwsSettings.of(
                Map.of(
                        "AWS_ENDPOINT_URL", ALL.toString(),
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER", ONE.toString(),
                        "AWS_ENDPOINT_URL_S3", " "),
                "eu-north-1");

        assertThat(settings.endpointOf("secretsmanager")).contains(ONE);
        assertThat(settings.endpointOf("s3")).contains(ALL);
        assertThat(settings.region()).isEqualTo("eu-north-1");
        assertThat(settings.keys()).isNull();
    }

    @Test
    void shouldIgnoreEndpointsWhenTold() {
        AwsSettings settings = AwsSettings.of(
                Map.of("AWS_ENDPOINT_URL", ALL.toString(), "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"), "r");

        assertThat(settings.endpointOf("sqs")).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        for (String text : new String[] {"localhost:8000", "ftp://x", "http:", "http://a b"})
            assertThatThrownBy(() -> AwsSettings.of(Map.of("AWS_ENDPOINT_URL_SQS", text), "r"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("AWS_ENDPOINT_URL_SQS is no HTTP address: " + text);
    }

    @Test
    void shouldTellFunctionsTheSame() {
        Map<String, String> given = Map.of(
                "AWS_REGION", "eu-north-1",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", ONE.toString(),
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "token");

        assertThat(AwsSettings.of(given, "r").environment())
                .containsAllEntriesOf(given)
                .containsEntry("AWS_DEFAULT_REGION", "eu-north-1");
        assertThat(new AwsSettings("r").environment()).doesNotContainKey("AWS_ACCESS_KEY_ID");
        assertThat(new AwsSettings("r").withEndpoint("s3", ALL).environment())
                .containsEntry("AWS_ACCESS_KEY_ID", "test");
    }

    @Test
    void shouldKeepTheSpellingOfVariables() {
        Map<String, String> given = Map.of(
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", ONE.toString(),
                "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", ONE.toString());

        AwsSettings settings = AwsSettings.of(given, "r");

        assertThat(settings.environment()).containsAllEntriesOf(given);
        assertThat(settings.endpointOf("cognitoidentityprovider")).contains(ONE);
        AwsSettings moved = settings.withEndpoint("dynamodbstreams", ALL).withEndpoint("secretsmanager", ALL);
        assertThat(moved.environment())
                .containsEntry("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", ALL.toString())
                .containsEntry("AWS_ENDPOINT_URL_SECRETS_MANAGER", ALL.toString());
    }

    @Test
    void shouldTellTheEndpointOfAServiceFromThatOfAll() {
        AwsSettings settings =
                AwsSettings.of(Map.of("AWS_ENDPOINT_URL", ALL.toString(), "AWS_ENDPOINT_URL_SQS", ONE.toString()), "r");

        assertThat(settings.ownEndpointOf("sqs")).contains(ONE);
        assertThat(settings.ownEndpointOf("lambda")).isEmpty();
        assertThat(settings.endpointOf("lambda")).contains(ALL);
    }

    /** As for the functions, whose variable for such a service names Skald. */
    @Test
    void shouldMoveWhatSkaldOffersItselfByItsOwnVariableOnly() throws InterruptedException {
        URI skald = URI.create("http://127.0.0.1:8083");
        AwsSettings all = AwsSettings.of(Map.of("AWS_ENDPOINT_URL", ALL.toString()), "r");
        try (AwsServices services = new AwsServices(all, Set.of("lambda"), InstantSource.system());
                AwsServices moved =
                        new AwsServices(all.withEndpoint("lambda", ONE), Set.of("lambda"), InstantSource.system())) {
            services.serve(skald);
            moved.serve(skald);

            assertThat(services.endpoint("lambda")).contains(skald);
            assertThat(services.endpoint("sqs")).contains(ALL);
            assertThat(moved.endpoint("lambda")).contains(ONE);
        }
    }

    @Test
    void shouldNotShowSecrets() {
        assertThat(new AwsSettings("r")
                        .withKeys(new AwsKeys("id", "hidden", "hidden"))
                        .toString())
                .doesNotContain("hidden");
    }
}
