package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what {@link SnapshotWriter} writes. */
final class SnapshotReader {
    private final JsonNode root;
    private final Payload[] payloads;

    SnapshotReader(JsonNode root) {
        this.root = root;
        JsonNode texts = root.get("payloads");
        payloads = new Payload[texts.size()];
        for (int i = 0; i < payloads.length; i++)
            payloads[i] = Payload.ofText(texts.get(i).asString());
    }

    Execution execution(Identity identity) {
        var e = new Execution(identity);
        e.status = Status.RUNNING;
        if (root.has("ended")) ended(e, root.get("ended"));
        e.lastSequence = root.get("seq").asLong();
        e.lastEventId = root.get("id").asLong();
        e.lastAt = instant(root, "at");
        e.nextScope = root.get("next").asInt();
        e.input = payload(root, "input");
        e.startedAt = instantOrNull(root, "started");
        e.timeoutAt = instantOrNull(root, "timeout");
        e.redriveCount = root.path("redrives").asInt(0);
        e.redrivenAt = instantOrNull(root, "redriven");
        for (JsonNode node : root.path("tokens"))
            e.redriveTokens.add(new Redriving.Token(text(node, "token"), instant(node, "at")));
        e.caller = root.has("caller") ? caller(root.get("caller")) : null;
        for (JsonNode node : root.get("frames")) {
            Frame frame = frame(node);
            e.frames.put(frame.scope, frame);
        }
        saga(e.saga, root.get("saga"));
        for (JsonNode scope : root.get("runnable")) e.runnable.add(scope.asInt());
        for (JsonNode node : root.get("work")) {
            Work work = work(node);
            e.outstanding.put(
                    work.sequence(), new Execution.Outstanding(node.get("scope").asInt(), work));
        }
        return e;
    }

    private void ended(Execution e, JsonNode node) {
        e.status = Status.valueOf(text(node, "status"));
        e.runClass = node.has("class") ? RunClass.valueOf(text(node, "class")) : null;
        e.output = payloadOrNull(node, "output");
        e.stoppedAt = instantOrNull(node, "stopped");
        e.error = textOrNull(node, "error");
        e.cause = textOrNull(node, "cause");
    }

    private static Caller caller(JsonNode node) {
        return new Caller(node.get("execution").asLong(), node.get("task").asLong());
    }

    private Payload payload(JsonNode node, String name) {
        return payloads[node.get(name).asInt()];
    }

    private @Nullable Payload payloadOrNull(JsonNode node, String name) {
        return node.has(name) ? payload(node, name) : null;
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.ofEpochMilli(node.get(name).asLong());
    }

    private static @Nullable Instant instantOrNull(JsonNode node, String name) {
        return node.has(name) ? instant(node, name) : null;
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).asString();
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.has(name) ? text(node, name) : null;
    }

    private static @Nullable Long longOrNull(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asLong() : null;
    }

    private Frame frame(JsonNode node) {
        var frame = new Frame(
                node.get("scope").asInt(),
                node.get("parent").asInt(),
                node.get("index").asInt(),
                text(node, "path"),
                node.get("last").asLong(),
                payload(node, "input"),
                instant(node, "enteredAt"),
                doing(node.get("doing")));
        frame.state = textOrNull(node, "state");
        frame.type = node.has("type") ? StateType.valueOf(text(node, "type")) : null;
        frame.enteredId = node.get("entered").asLong();
        frame.visit = node.get("visit").asInt();
        node.get("visits").forEachEntry((state, count) -> frame.visits.put(state, count.asInt()));
        node.get("retries")
                .forEachEntry((retrier, count) -> frame.retries.put(Integer.valueOf(retrier), count.asInt()));
        frame.beforeEnteredId = node.get("before").asLong();
        if (node.has("variables")) frame.variables.putAll(Assigned.of(payload(node, "variables")));
        frame.earlierAttempts = node.path("earlier").asInt(0);
        frame.undoes = node.get("undoes").asLong();
        frame.forkedAt = node.get("forked").asLong();
        frame.logMark = node.get("mark").asInt();
        frame.uncertain = node.get("uncertain").asBoolean();
        JsonNode draining = node.path("draining");
        if (draining.isObject())
            frame.draining = new Draining(
                    draining.get("seq").asLong(), draining.get("scope").asInt(), failure(draining));
        frame.caughtByName = node.path("caughtByName").asBoolean(false);
        frame.taskSequence = node.get("task").asLong();
        frame.timerSequence = node.get("timer").asLong();
        return frame;
    }

    private static Failure failure(JsonNode node) {
        return new Failure(
                text(node, "name"),
                textOrNull(node, "error"),
                textOrNull(node, "cause"),
                node.get("ofTask").asBoolean());
    }

    private void saga(SagaState saga, JsonNode node) {
        saga.present = node.get("present").asBoolean();
        saga.pastPivot = node.get("pastPivot").asBoolean();
        saga.overdue = node.get("overdue").asBoolean();
        saga.givenUp = node.get("givenUp").asBoolean();
        saga.undone = node.get("undone").asBoolean();
        saga.reversal = SagaState.Reversal.valueOf(text(node, "reversal"));
        JsonNode ending = node.path("ending");
        if (ending.isObject())
            saga.ending = new SagaState.Ending(
                    Status.valueOf(text(ending, "status")),
                    textOrNull(ending, "error"),
                    textOrNull(ending, "cause"),
                    ending.get("seq").asLong(),
                    instant(ending, "at"),
                    SagaState.Stage.valueOf(text(ending, "stage")));
        node.get("log").forEachEntry((scope, nodes) -> {
            List<UndoLog.Node> sequence = new ArrayList<>();
            for (JsonNode each : nodes) sequence.add(each.has("fork") ? fork(each) : step(each));
            saga.log.restore(Integer.parseInt(scope), sequence);
        });
        node.get("parents")
                .forEachEntry((scope, parent) -> saga.log.parents.put(Integer.valueOf(scope), parent.asInt()));
    }

    private static UndoLog.Fork fork(JsonNode node) {
        var fork = new UndoLog.Fork(
                node.get("id").asLong(),
                text(node, "fork"),
                node.get("concurrency").asInt());
        for (JsonNode scope : node.get("scopes")) fork.scopes.add(scope.asInt());
        return fork;
    }

    private UndoLog.Step step(JsonNode node) {
        var step = new UndoLog.Step(
                node.get("id").asLong(),
                node.get("scope").asInt(),
                text(node, "state"),
                text(node, "compensation"),
                text(node, "key"),
                payload(node, "input"),
                payload(node, "arguments"),
                node.has("started") ? started(node.get("started")) : null);
        step.record = payloadOrNull(node, "record");
        step.open = node.get("open").asBoolean();
        step.uncertain = node.get("uncertain").asBoolean();
        step.succeeded = node.get("succeeded").asBoolean();
        step.error = textOrNull(node, "error");
        step.cause = textOrNull(node, "cause");
        step.undoneIn = node.get("undoneIn").asInt();
        step.givenUp = node.path("givenUp").asBoolean(false);
        return step;
    }

    private static UndoLog.Started started(JsonNode node) {
        var started = new UndoLog.Started(node.get("attempt").asLong());
        for (JsonNode arn : node.get("executions")) started.executions.add(arn.asString());
        started.known = node.get("known").asBoolean();
        for (JsonNode attempt : node.get("lost")) started.lost.add(attempt.asLong());
        return started;
    }

    private Doing doing(JsonNode node) {
        return switch (text(node, "is")) {
            case "entering" -> new Doing.Entering(text(node, "next"));
            case "performing" -> new Doing.Performing();
            case "resuming" -> new Doing.Resuming(node.get("changed").asBoolean());
            case "waiting" -> new Doing.Waiting(instant(node, "at"));
            case "backingOff" -> new Doing.BackingOff(instant(node, "at"));
            case "running" ->
                new Doing.Running(
                        node.get("scheduled").asLong(),
                        resource(node.get("resource")),
                        longOrNull(node, "heartbeat"),
                        longOrNull(node, "timeout"),
                        node.get("claimed").asBoolean(),
                        node.get("submitted").asBoolean(),
                        instantOrNull(node, "timeoutAt"),
                        instantOrNull(node, "heartbeatAt"));
            case "runningMap" ->
                new Doing.RunningMap(
                        node.get("started").asLong(),
                        run(node),
                        node.get("redrives").asInt());
            case "undoing" ->
                new Doing.Undoing(
                        Event.Handler.valueOf(text(node, "handler")),
                        node.get("index").asInt(),
                        failure(node));
            case "parked" ->
                new Doing.Parked(
                        node.get("since").asLong(),
                        instant(node, "at"),
                        textOrNull(node, "error"),
                        textOrNull(node, "cause"),
                        node.get("doubt").asBoolean());
            case "joining" -> {
                var joining = new Doing.Joining(node.get("length").asInt());
                forked(node, joining);
                joining.ended = node.get("ended").asInt();
                yield joining;
            }
            case "mapping" -> {
                int length = node.get("length").asInt();
                var mapping = new Doing.Mapping(
                        payload(node, "items"), length, node.get("concurrency").asInt());
                forked(node, mapping);
                mapping.begun = node.get("begun").asInt();
                mapping.ended = node.get("ended").asInt();
                yield mapping;
            }
            default -> throw new IllegalArgumentException("doing " + node);
        };
    }

    private void forked(JsonNode node, Doing.Forked forked) {
        for (JsonNode child : node.get("children")) forked.children().add(child.asInt());
        node.get("outputs")
                .forEachEntry(
                        (index, payload) -> forked.outputs()[Integer.parseInt(index)] = payloads[payload.asInt()]);
    }

    private Work work(JsonNode node) {
        long sequence = node.get("seq").asLong();
        return switch (text(node, "is")) {
            case "timer" -> new Work.Timer(sequence, instant(node, "at"));
            case "callback" -> new Work.AwaitCallback(sequence, text(node, "state"), text(node, "secret"));
            case "offer" ->
                new Work.OfferActivity(
                        sequence,
                        text(node, "state"),
                        text(node, "arn"),
                        payload(node, "input"),
                        text(node, "key"),
                        text(node, "secret"));
            case "run" -> runTask(sequence, node);
            case "map" ->
                new Work.RunMap(
                        sequence,
                        text(node, "state"),
                        run(node),
                        node.get("started").asLong(),
                        node.get("redrives").asInt());
            case "job" -> new Work.AwaitJob(runTask(sequence, node), payload(node, "submitted"));
            default -> throw new IllegalArgumentException("work " + node);
        };
    }

    private MapRun run(JsonNode node) {
        return MapRun.of(payload(node, "run"), payloadOrNull(node, "items"));
    }

    private Work.RunTask runTask(long sequence, JsonNode node) {
        return new Work.RunTask(
                sequence,
                text(node, "state"),
                resource(node.get("resource")),
                payload(node, "parameters"),
                payloadOrNull(node, "credentials"),
                text(node, "key"),
                textOrNull(node, "secret"),
                node.get("retries").asInt(),
                instantOrNull(node, "timeoutAt"));
    }

    private static TaskResource resource(JsonNode node) {
        String arn = text(node, "arn");
        return switch (text(node, "is")) {
            case "function" -> new TaskResource.LambdaFunction(arn);
            case "activity" -> new TaskResource.Activity(arn);
            case "integration" ->
                new TaskResource.Integration(
                        arn,
                        text(node, "service"),
                        text(node, "action"),
                        TaskResource.Pattern.valueOf(text(node, "pattern")));
            default -> throw new IllegalArgumentException("resource " + node);
        };
    }
}
