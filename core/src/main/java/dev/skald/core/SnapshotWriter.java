package dev.skald.core;

import static dev.skald.core.SnapshotCodec.SMILE;
import static dev.skald.core.SnapshotCodec.VERSION;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes; each payload's text is stored once, in a table. */
final class SnapshotWriter {
    private final Map<String, Integer> indexes = new HashMap<>();
    private final ArrayNode payloads = SMILE.createArrayNode();

    ObjectNode execution(Execution e) {
        ObjectNode node = SMILE.createObjectNode().put("v", VERSION);
        node.put("seq", e.lastSequence).put("id", e.lastEventId).put("at", e.lastAt.toEpochMilli());
        node.put("next", e.nextScope);
        if (e.status().terminal()) ended(node.putObject("ended"), e);
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

    private void ended(ObjectNode node, Execution e) {
        node.put("status", e.status().name());
        if (e.runClass != null) node.put("class", e.runClass.name());
        put(node, "output", e.output);
        put(node, "stopped", e.stoppedAt);
        failure(node, e.error, e.cause);
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
        node.put("reversal", saga.reversal.name());
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
        if (step.started != null) started(node.putObject("started"), step.started);
        return node;
    }

    private static void started(ObjectNode node, UndoLog.Started started) {
        started.executions.forEach(node.putArray("executions")::add);
        node.put("attempt", started.attempt).put("known", started.known);
        started.lost.forEach(node.putArray("lost")::add);
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
