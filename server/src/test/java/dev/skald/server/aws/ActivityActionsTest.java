package dev.skald.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Status;
import dev.skald.core.TaskToken;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ActivityActionsTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(
                settings -> settings.withPolls(Duration.ofMillis(300), Duration.ofSeconds(1)), builder -> builder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String activity(String name) throws Exception {
        return server.call("CreateActivity", "{\"name\":\"" + name + "\"}")
                .json()
                .path("activityArn")
                .asString();
    }

    private static Reply of(String action, String activityArn) throws Exception {
        return server.call(action, "{\"activityArn\":\"" + activityArn + "\"}");
    }

    private static String machineFor(String activityArn) throws Exception {
        String name = "m" + activityArn.substring(activityArn.lastIndexOf(':') + 1);
        return server.create(
                name,
                "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + activityArn
                        + "\",\"End\":true}}}");
    }

    @Test
    void shouldCreateAnActivityOnceAndShowIt() throws Exception {
        String arn = activity("once");

        JsonNode json = of("DescribeActivity", arn).json();

        assertThat(activity("once")).isEqualTo(arn);
        assertThat(json.path("name").asString()).isEqualTo("once");
        assertThat(json.path("encryptionConfiguration").toString()).isEqualTo("{\"type\":\"AWS_OWNED_KEY\"}");
        assertThat(of("DeleteActivity", arn).status()).isEqualTo(200);
        assertThat(of("DeleteActivity", arn).status()).isEqualTo(200);
        assertThat(of("DescribeActivity", arn).message()).isEqualTo("Activity Does Not Exist: '" + arn + "'");
    }

    @Test
    void shouldRefuseBadNames() throws Exception {
        for (String name : List.of("a b", "a/b", "a\u007f", "\u0000a", "a*b")) {
            Reply reply = server.call(
                    "CreateActivity", JsonReader.newObject().put("name", name).toString());
            assertThat(reply.type()).isEqualTo("InvalidName");
            assertThat(reply.message()).isEqualTo("Invalid Name: '" + name + "'");
        }
    }

    @Test
    void shouldHandATaskToAWorkerAndTakeItsResult() throws Exception {
        String arn = activity("work");
        String execution = server.start(machineFor(arn), "x", "{\"n\":1}");

        JsonNode task = server.call("GetActivityTask", "{\"activityArn\":\"" + arn + "\",\"workerName\":\"w\"}")
                .json();
        String token = "{\"taskToken\":\"" + task.path("taskToken").asString() + "\"";
        Reply heartbeat = server.call("SendTaskHeartbeat", token + "}");
        Reply done = server.call("SendTaskSuccess", token + ",\"output\":\"2\"}");
        Reply late = server.call("SendTaskSuccess", token + ",\"output\":\"3\"}");

        assertThat(task.path("input").asString()).isEqualTo("{\"n\":1}");
        assertThat(heartbeat.text()).isEqualTo("{}");
        assertThat(done.text()).isEqualTo("{}");
        assertThat(late.type()).isEqualTo("TaskTimedOut");
        assertThat(server.skald.await(execution, Duration.ofSeconds(10)).status())
                .isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldFailATask() throws Exception {
        String arn = activity("fail");
        String execution = server.start(machineFor(arn), "x", "{}");
        String token = of("GetActivityTask", arn).json().path("taskToken").asString();

        server.call("SendTaskFailure", "{\"taskToken\":\"" + token + "\",\"error\":\"E\",\"cause\":\"C\"}");

        assertThat(server.skald.await(execution, Duration.ofSeconds(10)).error())
                .isEqualTo("E");
    }

    @Test
    void shouldAnswerEmptyWhenNoTaskComes() throws Exception {
        assertThat(of("GetActivityTask", activity("idle")).text()).isEqualTo("{}");
    }

    @Test
    void shouldRefuseJunkInThePlaceOfATokenOrAResult() throws Exception {
        Reply token = server.call("SendTaskSuccess", "{\"taskToken\":\"junk\",\"output\":\"{}\"}");
        Reply both = server.call("SendTaskSuccess", "{\"taskToken\":\"junk\",\"output\":\"{\"}");
        String wellFormed = new TaskToken(1, 1, "0".repeat(32)).text();
        Reply output = server.call("SendTaskSuccess", "{\"taskToken\":\"" + wellFormed + "\",\"output\":\"{\"}");
        Reply long_ = server.call(
                "SendTaskSuccess",
                JsonReader.newObject()
                        .put("taskToken", "junk")
                        .put("output", "\"" + "x".repeat(262_144) + "\"")
                        .toString());

        assertThat(token.message()).isEqualTo("Invalid Token: 'Invalid token'");
        assertThat(both.type()).isEqualTo("InvalidToken");
        assertThat(output.type()).isEqualTo("InvalidOutput");
        assertThat(long_.message())
                .isEqualTo(
                        "1 validation error detected: Value at 'output' failed to satisfy constraint: Member must have"
                                + " length less than or equal to 262144");
    }

    @Test
    void shouldNotPollWhatIsNot() throws Exception {
        assertThat(of("GetActivityTask", "no_an_activity_arn").message())
                .isEqualTo("Invalid Arn: 'Invalid ARN prefix: no_an_activity_arn'");
        assertThat(of("GetActivityTask", "arn:aws:states:us-east-1:000000000000:activity:never")
                        .type())
                .isEqualTo("ActivityDoesNotExist");
    }
}
