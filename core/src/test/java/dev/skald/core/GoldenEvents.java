package dev.skald.core;

import dev.skald.asl.MachineType;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events in the golden files. A new version gets a new list and a new file; the old ones stay as they are. */
final class GoldenEvents {
    static final String FILE_1 = "golden/events-v1.smile";
    static final String FILE_2 = "golden/events-v2.smile";
    static final String FILE_3 = "golden/events-v3.smile";
    static final String FILE_4 = "golden/events-v4.smile";
    static final String FILE_5 = "golden/events-v5.smile";
    static final String FILE_ANSWERED = "golden/events-v5-answered.smile";
    static final String FILE_RUN_CLASS = "golden/events-v3-run-class.smile";
    static final String FILE_REDRIVE = "golden/events-v2-redrive.smile";

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");

    private GoldenEvents() {}

    /** Each golden file, with what it must be read as. */
    static Map<String, List<Event>> files() {
        return Map.of(
                FILE_1,
                version1(),
                FILE_2,
                version2(),
                FILE_REDRIVE,
                redrive(),
                FILE_3,
                version3(),
                FILE_4,
                version4(),
                FILE_5,
                version5(),
                FILE_ANSWERED,
                answered(),
                FILE_RUN_CLASS,
                runClass());
    }

    /** Writes the golden files that are not there yet: {@code main(directory of test resources)}. */
    public static void main(String[] args) throws IOException {
        for (var each : files().entrySet()) {
            Path file = Path.of(args[0], each.getKey());
            if (!Files.exists(file)) Files.write(file, EventCodec.encode(each.getValue()));
        }
    }

    /** What version 2 can say and version 1 could not. */
    static List<Event> version2() {
        Payload order = Payload.ofText("{\"order\":1,\"note\":\"Zażółć 😀\"}");
        Map<String, Payload> assigned = new LinkedHashMap<>();
        assigned.put("zażółć", order);
        assigned.put("answer", Payload.ofText("42"));
        return numbered(List.of(
                new Event.StateExited(StateType.Pass, "Assign", order, new Next.To("Ship"), assigned),
                new Event.EvaluationFailed("Ship", "States.QueryEvaluationError", "nothing", "Output/total"),
                new Event.EvaluationFailed("Ship", "States.QueryEvaluationError", "no array", null)));
    }

    /** What version 5 can say and version 4 could not. */
    static List<Event> version5() {
        var run = new MapRun(
                "arn:aws:states:us-east-1:123456789012:mapRun:orders/Each:1",
                "Each",
                MachineType.STANDARD,
                Payload.ofText("[1]"),
                null,
                null,
                null,
                new MapRun.Tolerance(0, 0, 0),
                null);
        return numbered(List.of(
                new Event.MapRunStarted(run, "Compensate Each"),
                new Event.StepParked("Shop.Closed", "no", true),
                new Event.CompensationEnded()));
    }

    /** What version 4 can say and version 3 could not. */
    static List<Event> version4() {
        Payload order = Payload.ofText("{\"order\":1}");
        var function = new TaskResource.LambdaFunction("arn:aws:lambda:us-east-1:123456789012:function:charge");
        var failure = new Failure("Card.Declined", "Card.Declined", "no", true);
        return numbered(List.of(
                new Event.ExecutionStarted(order, "Book", null, null, true),
                new Event.TaskScheduled(function, order, null, null, null, null, "key", "Compensate Book"),
                new Event.StepRecorded(order),
                new Event.PivotPassed(),
                new Event.PivotOverdue(),
                new Event.DrainStarted(3, failure, AT),
                new Event.Drained(),
                new Event.UndoStarted(Event.Handler.CATCHER, 1, failure),
                new Event.CompensationStarted(Status.ABORTED, null, "by hand", true, AT),
                new Event.CompensationBegun(7, 4),
                new Event.CompensationGivenUp(true),
                new Event.StepParked("Shop.Closed", null, false),
                new Event.OperatorActed(OperatorAction.RETRY, 8, "ada", "open again", order),
                new Event.OperatorActed(OperatorAction.ABANDON, 0, "ada", "lost", null)));
    }

    /** What came to version 5: who answered a task that waited for its token. */
    static List<Event> answered() {
        return numbered(List.of(new Event.TaskAnswered("ada", "the papers are in order")));
    }

    /** All that version 1 can say. */
    static List<Event> version1() {
        Payload order = Payload.ofText("{\"order\": 1, \"note\":\"Zażółć 😀\"}");
        Payload charged = Payload.ofText("{\"charged\":true}");
        Payload large = Payload.ofText("\"" + "é".repeat(400) + "\"");
        var function = new TaskResource.LambdaFunction("arn:aws:lambda:us-east-1:123456789012:function:charge");
        var activity = new TaskResource.Activity("arn:aws:states:us-east-1:123456789012:activity:pack");
        var invoke = new TaskResource.Integration(
                "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "lambda",
                "invoke",
                TaskResource.Pattern.WAIT_FOR_TASK_TOKEN);
        String secret = "00112233445566778899aabbccddeeff";
        List<Event.Detail> details = List.of(
                new Event.ExecutionStarted(order, "Charge", AT.plusSeconds(60)),
                new Event.ExecutionStarted(large, "Charge", null),
                new Event.ExecutionSucceeded(charged),
                new Event.ExecutionFailed("Declined", "no \uD83D cover"),
                new Event.ExecutionFailed(null, null),
                new Event.ExecutionTimedOut("States.Timeout", null),
                new Event.ExecutionAborted(null, "by hand"),
                new Event.StateEntered(StateType.Wait, "Cool down", order, AT.plusMillis(5_001)),
                new Event.StateEntered(StateType.Pass, "Prepare", order, null),
                new Event.StateExited(StateType.Task, "Charge", charged, new Next.To("Ship")),
                new Event.StateExited(StateType.Succeed, "Done", large, new Next.End()),
                new Event.StateAborted(StateType.Parallel, "Both"),
                new Event.TaskScheduled(invoke, order, 30L, 10L, charged, secret, "key-1"),
                new Event.TaskScheduled(function, order, null, null, null, null, "key-2"),
                new Event.TaskStarted(activity, "worker 7", AT.plusSeconds(30), AT.plusSeconds(10)),
                new Event.TaskStarted(function, null, null, null),
                new Event.TaskSubmitted(invoke, charged),
                new Event.TaskSucceeded(function, charged),
                new Event.TaskFailed(function, "Declined", "no cover", Effect.REPORTED),
                new Event.TaskFailed(activity, null, null, Effect.UNCERTAIN),
                new Event.TaskFailed(invoke, "Lambda.TooManyRequestsException", null, Effect.NONE),
                new Event.TaskTimedOut(activity, true),
                new Event.TaskTimedOut(invoke, false),
                new Event.ParallelStarted(order, 1, List.of("Left", "Right")),
                new Event.ParallelSucceeded(),
                new Event.ParallelFailed("Declined", null),
                new Event.MapStarted(Payload.ofText("[1,2]"), 2, 40),
                new Event.MapIterationStarted("Each", 1, 4, Payload.ofText("2"), "Charge"),
                new Event.MapIterationSucceeded("Each", 0),
                new Event.MapIterationFailed("Each", 1),
                new Event.MapIterationAborted("Each", 1),
                new Event.MapSucceeded(),
                new Event.MapFailed(null, "no cover"),
                new Event.RetryScheduled(1, AT.plusSeconds(2)),
                new Event.HeartbeatRecorded(AT.plusSeconds(20)));
        return numbered(details);
    }

    /** What redrives added in version 2. */
    static List<Event> redrive() {
        Payload input = Payload.ofText("{\"order\": 2}");
        return numbered(List.of(
                new Event.ExecutionRedriven(1, null, null, null, null),
                new Event.ExecutionRedriven(2, AT.plusSeconds(60), "token-1", input, "0123abcd"),
                new Event.StateRedriven(null),
                new Event.StateRedriven(AT.plusSeconds(5))));
    }

    static List<Event> runClass() {
        Payload output = Payload.ofText("{}");
        return numbered(List.of(
                new Event.StateExited(StateType.Task, "T", output, new Next.To("F"), Map.of(), true),
                new Event.ExecutionSucceeded(output, RunClass.KnownFailure),
                new Event.ExecutionFailed("Declined", null, RunClass.KnownFailure),
                new Event.ExecutionTimedOut(null, null, RunClass.Success),
                new Event.ExecutionAborted(null, "by hand", RunClass.KnownFailure)));
    }

    /** What version 3 can say and version 2 could not. */
    static List<Event> version3() {
        Payload items = Payload.ofText("[1, 2]");
        Payload input = Payload.ofText("{\"bucket\":\"b\"}");
        Map<String, Payload> variables = new LinkedHashMap<>();
        variables.put("rate", Payload.ofText("1.50"));
        var plain = new MapRun(
                "arn:aws:states:us-east-1:123456789012:mapRun:M/each:0",
                "each",
                MachineType.STANDARD,
                items,
                null,
                null,
                null,
                new MapRun.Tolerance(0, 0, 0),
                null);
        var full = new MapRun(
                "arn:aws:states:us-east-1:123456789012:mapRun:M/each:1",
                "each",
                MachineType.EXPRESS,
                null,
                new MapRun.Reading("arn:aws:states:::s3:getObject", input, Payload.ofText("{\"InputType\":\"JSON\"}")),
                new MapRun.Batching(input, 10L, 1_024L),
                new MapRun.Writing("arn:aws:states:::s3:putObject", input, Payload.EMPTY_OBJECT),
                new MapRun.Tolerance(5, 3, 12.5),
                new MapRun.Selecting(input, variables, Payload.ofText("{\"Execution\":{}}")));
        return numbered(List.of(
                new Event.DistributedMapStarted(2),
                new Event.MapRunStarted(plain),
                new Event.MapRunStarted(full),
                new Event.MapRunSucceeded(),
                new Event.MapRunFailed("States.ItemReaderFailed", null),
                new Event.MapRunAborted(),
                new Event.MapRunRedriven("arn:aws:states:us-east-1:123456789012:mapRun:M/each:1", 2)));
    }

    private static List<Event> numbered(List<Event.Detail> details) {
        List<Event> events = new ArrayList<>();
        long id = 300;
        for (Event.Detail detail : details) {
            boolean published = !(detail instanceof Event.Private);
            int place = events.size();
            events.add(new Event(1_000 + place, published ? ++id : 0, id - 1, AT.plusMillis(place), place % 3, detail));
        }
        return events;
    }
}
