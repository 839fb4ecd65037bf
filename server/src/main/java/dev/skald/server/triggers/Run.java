package dev.skald.server.triggers;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.RunClass;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The end of an execution, as callers and response templates see it. */
record Run(RunResult result) {

    boolean running() {
        return result.status() == Status.RUNNING;
    }

    /** Whether it succeeded, whatever that means to the business. */
    boolean succeeded() {
        return result.status() == Status.SUCCEEDED;
    }

    boolean isSuccess() {
        return succeeded() && result.runClass() == RunClass.Success;
    }

    boolean isKnownFailure() {
        return result.runClass() == RunClass.KnownFailure;
    }

    /**
     * What {@code statusCodes} patterns are matched against: the {@code errorMessage} within a cause that is JSON, as those of
     * functions are; else the cause; else the error's name.
     */
    String errorMessage() {
        String cause = result.cause();
        if (cause != null) return message(cause);
        return result.error() == null ? "" : result.error();
    }

    private static String message(String cause) {
        try {
            JsonNode message = Json.parse(cause).path("errorMessage");
            return message.isString() ? message.stringValue() : cause;
        } catch (MalformedJson text) {
            return cause;
        }
    }

    /** What response templates read: the members of StartSyncExecution's answer, and {@code errorMessage}. */
    String document() {
        ObjectNode document = Json.object();
        document.put("executionArn", result.executionArn());
        document.put("name", result.name());
        document.put("status", result.status().name());
        document.put("startDate", seconds(result.startedAt().toEpochMilli()));
        if (result.stoppedAt() != null)
            document.put("stopDate", seconds(result.stoppedAt().toEpochMilli()));
        document.put("input", result.input().text());
        if (result.output() != null) document.put("output", result.output().text());
        if (result.error() != null) document.put("error", result.error());
        if (result.cause() != null) document.put("cause", result.cause());
        if (!succeeded() && !running()) document.put("errorMessage", errorMessage());
        return Json.write(document);
    }

    private static double seconds(long millis) {
        return millis / 1_000.0;
    }
}
