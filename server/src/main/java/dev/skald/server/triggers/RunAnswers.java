package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.server.http.Answer;
import dev.skald.server.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer that a caller gets for a run: success 200 with the output; known failure 422 with error and cause; any other
 * failure 500 with the execution's name and nothing else. {@code statusCodes} of the project come before.
 */
final class RunAnswers {
    private static final int SUCCESS = 200;
    private static final int ACCEPTED = 202;
    private static final int KNOWN_FAILURE = 422;
    private static final int UNKNOWN_FAILURE = 500;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final StatusLinks links;

    RunAnswers(StatusLinks links) {
        this.links = links;
    }

    Answer answer(Run run, ResponseMapping mapping, TriggerCall call) {
        if (run.running()) return askAgain(run, call);
        if (run.isSuccess()) return succeeded(run, mapping, call);
        return failed(run, mapping, call);
    }

    private Answer askAgain(Run run, TriggerCall call) {
        String location = links.path(
                new StatusLinks.Link(run.result().executionArn(), Route.id(call.trigger()), call.pathParameters()));
        byte[] body = new JsonWriter()
                .text("execution", run.result().name())
                .text("status", Status.RUNNING.name())
                .text("location", location)
                .end();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Location", location);
        headers.put("Retry-After", RETRY_AFTER_SECONDS);
        headers.put("Cache-Control", "no-store");
        return new Answer(ACCEPTED, TriggerCall.JSON, headers, body);
    }

    private static Answer succeeded(Run run, ResponseMapping mapping, TriggerCall call) {
        return mapping.ofSuccess()
                .map(choice -> choice.answer(run.document(), output(run), call))
                .orElseGet(() -> mapping.plain(SUCCESS, output(run)));
    }

    private static Answer failed(Run run, ResponseMapping mapping, TriggerCall call) {
        // What it undid by hand may have ended in Succeed: then the output says what happened.
        byte[] body = run.succeeded() ? output(run) : failure(run);
        Optional<ResponseMapping.Choice> choice = mapping.ofFailure(run.errorMessage());
        if (choice.isPresent()) return choice.get().answer(run.document(), body, call);
        return run.isKnownFailure()
                ? mapping.plain(KNOWN_FAILURE, body)
                : mapping.plain(UNKNOWN_FAILURE, nothingMore(run));
    }

    private static byte[] output(Run run) {
        Payload output = run.result().output();
        return (output == null ? "{}" : output.text()).getBytes(UTF_8);
    }

    private static byte[] failure(Run run) {
        return new JsonWriter()
                .text("message", run.errorMessage())
                .text("error", run.result().error())
                .text("cause", run.result().cause())
                .text("execution", run.result().name())
                .end();
    }

    private static byte[] nothingMore(Run run) {
        return new JsonWriter()
                .text("message", "Internal server error")
                .text("execution", run.result().name())
                .end();
    }
}
