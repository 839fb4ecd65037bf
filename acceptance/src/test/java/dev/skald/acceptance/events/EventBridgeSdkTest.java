package dev.skald.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.MachineType;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.tasks.events.EventBus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The AWS SDK's EventBridge client, signing its requests, against a server that wants signatures. */
class EventBridgeSdkTest {
    private static final String SECRET = "a-secret-of-the-token-file-0123456789";

    @TempDir
    Path folder;

    @Test
    void shouldServeTheSdk() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), SECRET + "\n");
        var bus = new EventBus(List.of(), List.of());
        var observation = new Observation();
        observation.serve(bus);
        try (Skald skald = Skald.inMemory()
                        .performer(bus.awaitEvent())
                        .listener(observation)
                        .listener(bus)
                        .open();
                bus;
                SkaldServer server = SkaldServer.start(
                        skald, ServerSettings.DEFAULTS.withPort(0).withTokenFile(tokens), observation)) {
            bus.open(skald);
            String machine = skald.deploy(
                    "m",
                    "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}",
                    MachineType.STANDARD);
            try (EventBridgeClient client = client(server.port(), SECRET)) {
                shouldStart(client, machine, skald);
                assertThatExceptionOfType(ResourceNotFoundException.class)
                        .isThrownBy(() -> client.describeRule(rule -> rule.name("none")));
            }
            try (EventBridgeClient stranger = client(server.port(), "another")) {
                assertThatExceptionOfType(EventBridgeException.class)
                        .isThrownBy(() -> stranger.listRules(rules -> {}))
                        .matches(
                                refused -> refused.awsErrorDetails().errorCode().equals("InvalidSignatureException"));
            }
        }
    }

    private static EventBridgeClient client(int port, String secret) {
        return EventBridgeClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", secret)))
                .build();
    }

    private static void shouldStart(EventBridgeClient client, String machine, Skald skald) {
        client.createEventBus(bus -> bus.name("orders"));
        client.putRule(rule -> rule.name("r").eventBusName("orders").eventPattern("{\"source\": [\"shop\"]}"));
        client.putTargets(targets -> targets.rule("r")
                .eventBusName("orders")
                .targets(Target.builder()
                        .id("1")
                        .arn(machine)
                        .inputPath("$.detail")
                        .build()));
        PutEventsResponse answer = client.putEvents(events -> events.entries(
                PutEventsRequestEntry.builder()
                        .source("shop")
                        .detailType("Placed")
                        .detail("{\"a\": 1}")
                        .eventBusName("orders")
                        .build(),
                PutEventsRequestEntry.builder().source("shop").build()));
        assertThat(answer.failedEntryCount()).isEqualTo(1);
        assertThat(answer.entries().getLast().errorCode()).isEqualTo("InvalidArgument");
        RunResult result = Awaitility.await()
                .until(() -> started(skald, machine), Optional::isPresent)
                .map(execution -> skald.await(execution, Duration.ofSeconds(10)))
                .orElseThrow();
        assertThat(result.name()).startsWith(answer.entries().getFirst().eventId());
        assertThat(String.valueOf(result.output())).isEqualTo("{\"a\":1}");
    }

    private static Optional<String> started(Skald skald, String machine) {
        var query = new ExecutionQuery(machine, null, Map.of(), Long.MAX_VALUE, 1);
        return skald.listExecutions(query).stream().map(ExecutionRow::arn).findFirst();
    }
}
