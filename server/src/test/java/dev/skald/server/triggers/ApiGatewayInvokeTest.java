package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.arn;
import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.tasks.aws.ApiGatewayTask;
import dev.skald.tasks.aws.AwsServices;
import dev.skald.tasks.aws.AwsSettings;
import dev.skald.tasks.http.HttpTargets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code apigateway:invoke} against an API that is really there: Skald's own triggers. */
class ApiGatewayInvokeTest {
    private final AwsServices services = new AwsServices(new AwsSettings("us-east-1"));
    private final ApiGatewayTask apis = new ApiGatewayTask(services, HttpTargets.of(List.of("127.0.0.1")));
    private RunningTriggers server;

    @BeforeEach
    void start() throws Exception {
        server = RunningTriggers.start(
                engine -> engine.register("f", (input, step) -> input).performer(apis));
        server.machine("m", RunningTriggers.task(""));
        server.deploy(post("/orders", toMachine("m")));
    }

    @AfterEach
    void stop() {
        server.close();
        apis.close();
        services.close();
    }

    private RunResult called(String path, String input) throws InterruptedException {
        server.machine(
                "call",
                "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::apigateway:invoke','End':true,"
                        + "'Parameters':{'ApiEndpoint':'http://127.0.0.1:" + server.triggers.port()
                        + "','Method':'POST','Path':'" + path + "','RequestBody.$':'$'}}}}");
        return server.skald.await(server.skald.start(arn("call"), null, Payload.ofText(input)), Duration.ofSeconds(30));
    }

    @Test
    void shouldGetTheAnswerOfATrigger() throws Exception {
        Payload output = called("orders", "{\"a\":1,\"b\":null}").output();

        assertThat(output).isNotNull();
        assertThat(output.node().path("StatusCode").asInt()).isEqualTo(200);
        assertThat(output.node().path("ResponseBody").toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldFailWithTheStatusOfTheApi() throws Exception {
        RunResult failed = called("nowhere", "{}");

        assertThat(failed.error()).isEqualTo("ApiGateway.403");
        assertThat(failed.cause()).contains("Missing Authentication Token");
    }
}
