package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.engine.store.ExecutionRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a task with {@code states:startExecution} gets for a start, with the envelope of an answer of AWS. */
final class StartedExecution {
    private static final int OK = 200;

    private StartedExecution() {}

    static Payload of(ExecutionRow row, String requestId) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ExecutionArn", row.arn());
        metadata(result.putObject("SdkHttpMetadata"), headers(row, requestId));
        result.putObject("SdkResponseMetadata").put("RequestId", requestId);
        result.put("StartDate", row.startedAt().toEpochMilli());
        return Payload.of(result);
    }

    private static void metadata(ObjectNode metadata, Map<String, String> headers) {
        ObjectNode all = metadata.putObject("AllHttpHeaders");
        headers.forEach((name, value) -> all.putArray(name).add(value));
        ObjectNode single = metadata.putObject("HttpHeaders");
        headers.forEach(single::put);
        metadata.put("HttpStatusCode", OK);
    }

    private static Map<String, String> headers(ExecutionRow row, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("connection", "keep-alive");
        headers.put("Content-Length", String.valueOf(bodyLength(row)));
        headers.put("Content-Type", "application/x-amz-json-1.0");
        headers.put("Date", date(row.startedAt()));
        headers.put("x-amzn-RequestId", requestId);
        return headers;
    }

    private static int bodyLength(ExecutionRow row) {
        String seconds = String.valueOf(row.startedAt().toEpochMilli() / 1_000.0);
        String body = "{\"executionArn\":\"" + row.arn() + "\",\"startDate\":" + seconds + "}";
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
