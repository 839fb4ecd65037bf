package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.TaskDescription;
import dev.skald.engine.TaskHandle;
import dev.skald.engine.TaskPage;
import dev.skald.server.json.JsonWriter;
import dev.skald.server.links.TaskLinks;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for their tokens ({@code .waitForTaskToken}), and what a person does about them.
 *
 * <pre>
 * GET  /tasks?machine=NAME-OR-ARN&amp;execution=ARN&amp;after=PLACE&amp;limit=N    the longest waiting first
 * GET  /tasks/TASK
 * POST /tasks/TASK/approve    {who, why, output}
 * POST /tasks/TASK/reject     {who, why, error, cause}
 * POST /tasks/TASK/links      {who, expiresInSeconds}
 * POST /task-links            {taskToken, who, expiresInSeconds}
 * </pre>
 *
 * <p>TASK is a short handle, such as 4711-12. {@code output} is JSON text. The token itself is never shown.
 */
final class TaskApi {
    private static final String TASKS = "tasks";
    private static final String LINKS = "task-links";

    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    /** A list has the beginnings of inputs that are longer, in characters. */
    private static final int INPUT_WHOLE_MAX = 4_096;

    private static final int INPUT_BEGINNING = 1_000;

    private final Skald skald;
    private final TaskLinks links;
    private final ReadMachines machines;

    TaskApi(Skald skald, TaskLinks links) {
        this.skald = skald;
        this.links = links;
        this.machines = new ReadMachines(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (!path[0].equals(TASKS) || path.length > 2) return false;
        if (path.length == 1) list(query, out);
        else describe(path[1], out);
        return true;
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length == 1 && path[0].equals(LINKS)) {
            linksByToken(in, out);
            return true;
        }
        if (path.length != 3 || !path[0].equals(TASKS)) return false;
        switch (path[2]) {
            case "approve" -> approve(handle(path[1]), in, out);
            case "reject" -> reject(handle(path[1]), in, out);
            case "links" -> linksByHandle(handle(path[1]), in, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static TaskHandle handle(String text) {
        return TaskHandle.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' names no task: tasks have names such as 4711-12."));
    }

    // Looking.

    private void list(QueryParameters query, JsonWriter out) {
        String machine = query.text("machine");
        TaskPage page = skald.listWaitingTasks(
                machine == null ? null : machines.arn(machine),
                query.text("execution"),
                query.place("after"),
                query.limit(LIMIT_DEFAULT, LIMIT_MAX));
        out.list("tasks", items -> page.tasks().forEach(task -> items.object(item -> item(task, item))));
        if (page.next() != null) out.text("after", page.next().toString());
    }

    private static void item(TaskDescription task, JsonWriter item) {
        members(task, item);
        String input = task.input().text();
        if (input.length() <= INPUT_WHOLE_MAX) item.raw("input", input);
        else item.text("inputBeginning", input.substring(0, INPUT_BEGINNING));
    }

    private static void members(TaskDescription task, JsonWriter out) {
        out.text("task", task.handle().toString())
                .text("executionArn", task.row().arn())
                .text("stateMachineArn", task.row().stateMachineArn())
                .text("name", task.row().name())
                .text("state", task.state())
                .iso("since", task.since())
                .iso("timeoutAt", task.timeoutAt())
                .number("heartbeatSeconds", task.heartbeatSeconds());
    }

    private void describe(String text, JsonWriter out) {
        TaskDescription task = skald.describeWaitingTask(handle(text));
        members(task, out);
        out.raw("input", task.input().text());
    }

    // Answering.

    private void approve(TaskHandle task, BodyMembers in, JsonWriter out) {
        in.allow(Set.of("who", "why", "output"));
        TaskDescription description = skald.describeWaitingTask(task);
        skald.approveTask(task, in.json("output"), in.kept("who"), in.kept("why"));
        answered(description, "approved", out);
    }

    private void reject(TaskHandle task, BodyMembers in, JsonWriter out) {
        in.allow(Set.of("who", "why", "error", "cause"));
        TaskDescription description = skald.describeWaitingTask(task);
        skald.rejectTask(task, in.text("error"), in.text("cause"), in.kept("who"), in.kept("why"));
        answered(description, "rejected", out);
    }

    private static void answered(TaskDescription task, String what, JsonWriter out) {
        members(task, out);
        out.text("answered", what);
    }

    // Links.

    private void linksByHandle(TaskHandle task, BodyMembers in, JsonWriter out) {
        in.allow(Set.of("who", "expiresInSeconds"));
        write(skald.describeWaitingTask(task), in, out);
    }

    private void linksByToken(BodyMembers in, JsonWriter out) {
        in.allow(Set.of("taskToken", "who", "expiresInSeconds"));
        String token = in.text("taskToken");
        if (token == null) throw new ServiceException("InvalidToken", "'taskToken' is required.");
        write(skald.describeWaitingTask(token), in, out);
    }

    private void write(TaskDescription task, BodyMembers in, JsonWriter out) {
        TaskLinks.Pair pair = links.of(task, in.text("who"), life(in.wholeNumber("expiresInSeconds")));
        out.text("task", pair.task().toString())
                .text("approve", pair.approve())
                .text("reject", pair.reject())
                .iso("expiresAt", pair.expiresAt());
    }

    /** A number that no duration can hold is too long in any case. */
    private static @Nullable Duration life(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(Math.min(seconds, TaskLinks.LIFE_MAX.toSeconds() + 1));
    }
}
