package dev.skald.server.api;

import dev.skald.asl.Payload;
import dev.skald.engine.Rehearsal;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.TaskMocks;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.mock.MockConfiguration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /rehearsals {definition, type, input, responses}}: runs a definition once, in memory and in virtual time. Its tasks get
 * responses as in a mock configuration, by the name of the state; nobody is called, and nothing is kept.
 */
final class RehearsalApi {
    private static final Set<String> MEMBERS = Set.of("definition", "type", "input", "responses");

    /** A rehearsal computes for as long as it lasts. */
    private static final int AT_ONCE_MAX = 2;

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final InstantSource clock = InstantSource.system();

    /** Acts, unless it is another path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 1 || !path[0].equals("rehearsals")) return false;
        in.allow(MEMBERS);
        if (!places.tryAcquire())
            throw new ServiceException("ServiceUnavailable", "Other definitions are being rehearsed. Try again.");
        try {
            write(rehearsed(in), out);
        } finally {
            places.release();
        }
        return true;
    }

    private Rehearsal.Outcome rehearsed(BodyMembers in) {
        Payload input = in.json("input");
        ObjectNode responses = in.object("responses");
        TaskMocks mocks = responses == null ? TaskMocks.NONE : MockConfiguration.of(Rehearsal.CASE, responses);
        Instant start = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Rehearsal.run(
                in.required("definition"),
                ValidateApi.type(in.text("type")),
                input == null ? Payload.EMPTY_OBJECT : input,
                start,
                mocks);
    }

    private static void write(Rehearsal.Outcome outcome, JsonWriter out) {
        RunResult result = outcome.execution().result();
        ExecutionRow row = outcome.execution().row();
        out.text("end", outcome.end().name())
                .text("status", result.status().name())
                .text("sagaStatus", row.sagaStatus().name())
                .number("millis", outcome.time().toMillis())
                .text("error", result.error())
                .text("cause", result.cause())
                .text(
                        "runClass",
                        result.runClass() == null ? null : result.runClass().name());
        if (result.output() != null) out.raw("output", result.output().text());
        ReadEvents.write(outcome.events(), row, true, out);
    }
}
