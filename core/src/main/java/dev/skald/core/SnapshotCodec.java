package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Encodes the state of an open execution, as binary JSON (Smile), for when it is put to rest.
 *
 * <p>A snapshot is only a cache: one that cannot be read is replaced by a fold of the events.
 */
public final class SnapshotCodec {
    private static final int VERSION = 4;
    private static final SmileMapper SMILE = new SmileMapper();

    private SnapshotCodec() {}

    /** A snapshot of another version, or no snapshot at all: fold the events instead. */
    public static final class UnreadableSnapshot extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableSnapshot(Throwable cause) {
            super(cause);
        }
    }

    /** @throws IllegalArgumentException if the execution has ended or not begun */
    public static byte[] encode(Execution execution) {
        if (execution.startedAt() == null || execution.status().terminal())
            throw new IllegalArgumentException("only an open execution has a snapshot");
        return SMILE.writeValueAsBytes(new Writer().execution(execution));
    }

    public static Execution decode(Identity identity, byte[] snapshot) throws UnreadableSnapshot {
        try {
            JsonNode node = SMILE.readTree(snapshot);
            if (node.path("v").asInt(0) != VERSION) throw new IllegalArgumentException("version " + node.path("v"));
            return new Reader(node).execution(identity);
        } catch (JacksonException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw new UnreadableSnapshot(e);
        }
    }

    /** Writes; each payload's text is stored once, in a table. */
    private static final class Writer {
        private final Map<String, Integer> indexes = new HashMap<>();
        private final ArrayNode payloads = SMILE.createArrayNode();

        ObjectNode execution(Execution e) {
            ObjectNode node = SMILE.createObjectNode().put("v", VERSION);
            node.put("seq", e.lastSequence).put("id", e.lastEventId).put("at", e.lastAt.toEpochMilli());
            node.put("next", e.nextScope);
            put(node, "input", e.input);
            put(node, "started", e.startedAt);
            put(node, "timeout", e.timeoutAt);
            node.put("redrives", e.redriveCount);
            put(node, "redriven", e.redrivenAt);
            ArrayNode tokens = node.putArray("tokens");
            for (Redriving.Token each : e.redriveTokens)
                put(tokens.addObject().put("token", each.token()), "at", each.at());
            Caller caller = e.caller;
            if (caller != null)
                node.putObject("caller").put("execution", caller.executionId()).put("task", caller.sequence());
            ArrayNode frames = node.putArray("frames");
            for (Frame frame : e.frames.values()) frames.add(frame(frame));
            ArrayNode runnable = node.putArray("runnable");
            for (int scope : e.runnable) runnable.add(scope);
            ArrayNode work = node.putArray("work");
            for (Execution.Outstanding each : e.outstanding.values())
                work.add(work(each.work()).put("scope", each.scope()));
            node.set("saga", saga(e.saga));
            node.set("payloads", payloads);
            return node;
        }

        private void put(ObjectNode node, String name, @Nullable Payload payload) {
            if (payload == null) return;
            Integer known = indexes.putIfAbsent(payload.text(), payloads.size());
            if (known == null) {
                node.put(name, payloads.size());
                payloads.add(payload.text());
            } else {
                node.put(name, known);
            }
        }

        private static void put(ObjectNode node, String name, @Nullable Instant instant) {
            if (instant != null) node.put(name, instant.toEpochMilli());
        }

        private ObjectNode frame(Frame frame) {
            ObjectNode node = SMILE.createObjectNode();
            node.put("scope", frame.scope).put("parent", frame.parent).put("index", frame.index);
            node.put("path", frame.path).put("last", frame.lastEventId);
            put(node, "input", frame.input);
            if (frame.state != null) node.put("state", frame.state);
            if (frame.type != null) node.put("type", frame.type.name());
            node.put("entered", frame.enteredId).put("enteredAt", frame.enteredAt.toEpochMilli());
            node.put("visit", frame.visit);
            ObjectNode visits = node.putObject("visits");
            frame.visits.forEach(visits::put);
            ObjectNode retries = node.putObject("retries");
            frame.retries.forEach((retrier, count) -> retries.put(retrier.toString(), count));
            node.put("before", frame.beforeEnteredId);
            if (!frame.variables.isEmpty()) put(node, "variables", Assigned.toPayload(frame.variables));
            node.put("earlier", frame.earlierAttempts);
            if (frame.caughtByName) node.put("caughtByName", true);
            node.put("task", frame.taskSequence).put("timer", frame.timerSequence);
            node.put("undoes", frame.undoes).put("forked", frame.forkedAt).put("mark", frame.logMark);
            node.put("uncertain", frame.uncertain);
            Draining draining = frame.draining;
            if (draining != null)
                failure(node.putObject("draining"), draining.failure())
                        .put("seq", draining.sequence())
                        .put("scope", draining.failedScope());
            node.set("doing", doing(frame.doing));
            return node;
        }

        private static ObjectNode failure(ObjectNode node, Failure failure) {
            node.put("name", failure.name()).put("ofTask", failure.ofTask());
            return failure(node, failure.error(), failure.cause());
        }

        private static ObjectNode failure(ObjectNode node, @Nullable String error, @Nullable String cause) {
            if (error != null) node.put("error", error);
            if (cause != null) node.put("cause", cause);
            return node;
        }

        private ObjectNode saga(SagaState saga) {
            ObjectNode node = SMILE.createObjectNode();
            node.put("present", saga.present).put("pastPivot", saga.pastPivot).put("overdue", saga.overdue);
            node.put("givenUp", saga.givenUp).put("undone", saga.undone);
            SagaState.Ending ending = saga.ending;
            if (ending != null) {
                ObjectNode end = node.putObject("ending");
                end.put("status", ending.status().name())
                        .put("stage", ending.stage().name());
                put(end.put("seq", ending.sequence()), "at", ending.at());
                failure(end, ending.error(), ending.cause());
            }
            ObjectNode sequences = node.putObject("log");
            saga.log.sequences.forEach((scope, nodes) -> {
                ArrayNode sequence = sequences.putArray(scope.toString());
                for (UndoLog.Node each : nodes) sequence.add(logged(each));
            });
            ObjectNode parents = node.putObject("parents");
            saga.log.parents.forEach((scope, parent) -> parents.put(scope.toString(), parent));
            return node;
        }

        private ObjectNode logged(UndoLog.Node node) {
            return switch (node) {
                case UndoLog.Step step -> step(step);
                case UndoLog.Fork fork -> {
                    ObjectNode made = SMILE.createObjectNode().put("id", fork.id);
                    ArrayNode scopes = made.put("fork", fork.state)
                            .put("concurrency", fork.concurrency)
                            .putArray("scopes");
                    fork.scopes.forEach(scopes::add);
                    yield made;
                }
            };
        }

        private ObjectNode step(UndoLog.Step step) {
            ObjectNode node = SMILE.createObjectNode().put("id", step.id).put("scope", step.scope);
            node.put("state", step.state).put("compensation", step.compensation).put("key", step.key);
            put(node, "input", step.input);
            put(node, "arguments", step.arguments);
            put(node, "record", step.record);
            node.put("open", step.open).put("uncertain", step.uncertain).put("succeeded", step.succeeded);
            failure(node, step.error, step.cause).put("undoneIn", step.undoneIn);
            if (step.givenUp) node.put("givenUp", true);
            return node;
        }

        private ObjectNode doing(Doing doing) {
            ObjectNode node = SMILE.createObjectNode();
            switch (doing) {
                case Doing.Entering d -> node.put("is", "entering").put("next", d.next());
                case Doing.Performing _ -> node.put("is", "performing");
                case Doing.Resuming d -> node.put("is", "resuming").put("changed", d.changed());
                case Doing.Waiting d -> put(node.put("is", "waiting"), "at", d.dueAt());
                case Doing.BackingOff d -> put(node.put("is", "backingOff"), "at", d.at());
                case Doing.Running d -> running(node.put("is", "running"), d);
                case Doing.RunningMap d -> {
                    node.put("is", "runningMap").put("started", d.started()).put("redrives", d.redriveCount());
                    run(node, d.run());
                }
                case Doing.Undoing d ->
                    failure(node.put("is", "undoing"), d.failure())
                            .put("handler", d.handler().name())
                            .put("index", d.index());
                case Doing.Parked d -> {
                    put(node.put("is", "parked").put("since", d.since()), "at", d.at());
                    node.put("doubt", d.inDoubt());
                    failure(node, d.error(), d.cause());
                }
                case Doing.Joining d -> {
                    forked(node.put("is", "joining"), d);
                    node.put("ended", d.ended);
                }
                case Doing.Mapping d -> {
                    forked(node.put("is", "mapping"), d);
                    put(node, "items", d.items);
                    node.put("concurrency", d.concurrency).put("begun", d.begun).put("ended", d.ended);
                }
            }
            return node;
        }

        private static void running(ObjectNode node, Doing.Running d) {
            node.put("scheduled", d.scheduled()).put("claimed", d.claimed()).put("submitted", d.submitted());
            node.set("resource", resource(d.resource()));
            if (d.heartbeatSeconds() != null) node.put("heartbeat", d.heartbeatSeconds());
            if (d.timeoutSeconds() != null) node.put("timeout", d.timeoutSeconds());
            put(node, "timeoutAt", d.timeoutAt());
            put(node, "heartbeatAt", d.heartbeatAt());
        }

        private void forked(ObjectNode node, Doing.Forked d) {
            ArrayNode children = node.putArray("children");
            for (int child : d.children()) children.add(child);
            ObjectNode outputs = node.put("length", d.outputs().length).putObject("outputs");
            for (int i = 0; i < d.outputs().length; i++) put(outputs, Integer.toString(i), d.outputs()[i]);
        }

        private void run(ObjectNode node, MapRun run) {
            put(node, "run", run.toPayload());
            put(node, "items", run.items());
        }

        private ObjectNode work(Work work) {
            ObjectNode node = SMILE.createObjectNode().put("seq", work.sequence());
            switch (work) {
                case Work.Continue _ -> throw new IllegalStateException("never stored: derived from what can run");
                case Work.Timer w -> put(node.put("is", "timer"), "at", w.dueAt());
                case Work.AwaitCallback w ->
                    node.put("is", "callback").put("state", w.state()).put("secret", w.tokenSecret());
                case Work.OfferActivity w -> {
                    node.put("is", "offer").put("state", w.state()).put("arn", w.activityArn());
                    node.put("key", w.key()).put("secret", w.tokenSecret());
                    put(node, "input", w.input());
                }
                case Work.RunTask w -> runTask(node.put("is", "run"), w);
                case Work.RunMap w -> {
                    node.put("is", "map").put("state", w.state()).put("started", w.started());
                    run(node.put("redrives", w.redriveCount()), w.run());
                }
                case Work.AwaitJob w -> {
                    runTask(node.put("is", "job"), w.task());
                    put(node, "submitted", w.submitted());
                }
            }
            return node;
        }

        private void runTask(ObjectNode node, Work.RunTask w) {
            node.put("state", w.state()).put("key", w.key()).put("retries", w.retryCount());
            node.set("resource", resource(w.resource()));
            put(node, "parameters", w.parameters());
            put(node, "credentials", w.credentials());
            if (w.tokenSecret() != null) node.put("secret", w.tokenSecret());
            put(node, "timeoutAt", w.timeoutAt());
        }

        private static ObjectNode resource(TaskResource resource) {
            ObjectNode node = SMILE.createObjectNode().put("arn", resource.arn());
            return switch (resource) {
                case TaskResource.LambdaFunction _ -> node.put("is", "function");
                case TaskResource.Activity _ -> node.put("is", "activity");
                case TaskResource.Integration r ->
                    node.put("is", "integration")
                            .put("service", r.service())
                            .put("action", r.action())
                            .put("pattern", r.pattern().name());
            };
        }
    }

    private static final class Reader {
        private final JsonNode root;
        private final Payload[] payloads;

        Reader(JsonNode root) {
            this.root = root;
            JsonNode texts = root.get("payloads");
            payloads = new Payload[texts.size()];
            for (int i = 0; i < payloads.length; i++)
                payloads[i] = Payload.ofText(texts.get(i).asString());
        }

        Execution execution(Identity identity) {
            var e = new Execution(identity);
            e.status = Status.RUNNING;
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
                        work.sequence(),
                        new Execution.Outstanding(node.get("scope").asInt(), work));
            }
            return e;
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
                    payload(node, "arguments"));
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
                            payload(node, "items"),
                            length,
                            node.get("concurrency").asInt());
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
}
