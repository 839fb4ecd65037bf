package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.OperatorAction;
import dev.skald.server.RunningServer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
    private static final String ONE = "/executions/{executionArn}";

    private static JsonNode paths() throws Exception {
        try (RunningServer server = RunningServer.start()) {
            RunningServer.Reply reply = server.get("/api/v1/openapi.json");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("openapi").asString()).startsWith("3.");
            return reply.json().path("paths");
        }
    }

    @Test
    void shouldNameEachRoute() throws Exception {
        JsonNode paths = paths();
        for (String get : new String[] {
            "/machines",
            "/machines/{machine}/lint",
            "/executions",
            ONE,
            ONE + "/events",
            ONE + "/variables",
            ONE + "/stream",
            ONE + "/saga",
            "/stream",
            "/status",
            "/overview",
            "/slow",
            "/failures",
            "/machines/{machine}",
            "/machines/{machine}/inputs",
            "/machines/{machine}/versions",
            "/map-runs",
            "/map-runs/{mapRunArn}",
            "/map-runs/{mapRunArn}/items",
            "/parks",
            "/examples",
            "/tasks",
            "/tasks/{task}",
            "/time",
            "/deployments",
            "/deployments/{deployment}",
            ONE + "/function-log",
            "/functions/{function}/log",
            "/buses",
            "/schedules",
            "/dead-letters",
            "/decisions",
            "/dead-letters/{number}",
            "/schemas/asl-saga.schema.json",
            "/openapi.json"
        }) assertThat(paths.path(get).has("get")).as(get).isTrue();
        for (String post : new String[] {
            "/validate",
            "/graph",
            "/convert",
            "/export",
            "/rehearsals",
            "/failures/acknowledge",
            "/failures/known",
            "/examples/{example}",
            "/time",
            "/deployments",
            "/deployments/{deployment}/remove",
            ONE + "/redrive",
            "/executions/redrive",
            "/tasks/{task}/approve",
            "/tasks/{task}/reject",
            "/tasks/{task}/links",
            "/task-links",
            "/dead-letters/{number}/replay",
            "/dead-letters/{number}/drop"
        }) assertThat(paths.path(post).has("post")).as(post).isTrue();
        for (OperatorAction action : OperatorAction.values())
            assertThat(paths.path(ONE + "/saga/" + action.name().toLowerCase(Locale.ROOT))
                            .has("post"))
                    .as(action.name())
                    .isTrue();
        assertThat(paths.size()).isEqualTo(52 + OperatorAction.values().length);
    }

    /** No route that it names is unknown to the server: without its resource it says so, but never NotFound for a route. */
    @Test
    void shouldNameNoRouteThatIsNotThere() throws Exception {
        JsonNode paths = paths();
        try (RunningServer server = RunningServer.start()) {
            String arn = "arn:aws:states:us-east-1:000000000000:execution:m:none";
            for (String path : paths.propertyNames()) {
                String asked = "/api/v1"
                        + path.replace("{executionArn}", arn)
                                .replace("{machine}", "none")
                                .replace("{mapRunArn}", "arn:aws:states:us-east-1:000000000000:mapRun:m%2FL:none")
                                .replace("{task}", "1-2")
                                .replace("{deployment}", "none")
                                .replace("{function}", "none")
                                .replace("{number}", "1");
                // A stream is followed in FollowStreamsTest: its answer does not end.
                if (!paths.path(path).has("get") || path.equals("/stream")) continue;
                assertThat(server.get(asked).json().path("error").asString(""))
                        .as(path)
                        .isNotEqualTo("NotFound");
            }
        }
    }
}
