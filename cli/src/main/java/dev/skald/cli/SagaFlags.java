package dev.skald.cli;

import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.SagaLines;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every action of a person on a saga is told, and how it is done. */
final class SagaFlags {
    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(
            names = "--park",
            paramLabel = "N",
            description = "which of those that wait, as `skald saga show` numbers them; needed when several do")
    private @Nullable Long park;

    @Option(names = "--who", description = "who does it (default: the user's name)")
    private String who = System.getProperty("user.name", "");

    @Option(names = "--why", required = true, description = "the reason; it is kept in the history")
    private String why = "";

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    /** Does it, and shows what has become of the saga. */
    int act(SettingFlags flags, Surroundings surroundings, String action) throws Exception {
        return act(flags, surroundings, action, "", null);
    }

    /**
     * Does it, and shows what has become of the saga.
     *
     * @param member {@code input} or {@code result}, of the request
     * @param payload JSON text, {@code @FILE} or {@code -}; null leaves the member out
     */
    int act(SettingFlags flags, Surroundings surroundings, String action, String member, @Nullable String payload)
            throws Exception {
        ObjectNode request = request();
        if (payload != null) request.put(member, surroundings.text(payload));
        try (Session session = Session.open(flags, surroundings, true)) {
            String arn = session.executions().arn(execution);
            JsonNode answer = session.executions().operate(arn, action, request);
            if (json) surroundings.terminal().line(JsonText.pretty(answer));
            else new SagaLines(surroundings.terminal(), Instant.now()).headline(answer);
            return ExitCode.OK;
        }
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (park != null) request.put("park", park.longValue());
        return request.put("who", who).put("why", why);
    }
}
