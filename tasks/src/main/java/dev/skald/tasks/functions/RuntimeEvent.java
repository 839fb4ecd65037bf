package dev.skald.tasks.functions;

import dev.skald.engine.task.FunctionCall;
import dev.skald.tasks.ClientContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An event as {@code GET /runtime/invocation/next} hands it to a process.
 *
 * @param headers what the process learns of the invocation, by name
 */
record RuntimeEvent(String requestId, Map<String, String> headers, byte[] body) {

    static RuntimeEvent of(Invocation invocation, String functionArn, Instant deadline) {
        FunctionCall call = invocation.call();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.put("Lambda-Runtime-Deadline-Ms", String.valueOf(deadline.toEpochMilli()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", qualified(functionArn, call));
        headers.put("Lambda-Runtime-Trace-Id", traceId());
        String context = clientContext(call);
        if (context != null) headers.put("Lambda-Runtime-Client-Context", context);
        return new RuntimeEvent(
                invocation.requestId(), headers, call.payload().text().getBytes(StandardCharsets.UTF_8));
    }

    private static String qualified(String functionArn, FunctionCall call) {
        String qualifier = call.function().qualifier();
        return qualifier == null ? functionArn : functionArn + ":" + qualifier;
    }

    /** JSON; null when what the caller gave is none. */
    private static @Nullable String clientContext(FunctionCall call) {
        try {
            byte[] json = Base64.getDecoder().decode(ClientContext.of(call));
            return ascii(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** JSON as a header can carry it: names of states may be in any script. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c < 0x7F) text.append(c);
            else if (c > 0x7E) text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return text.toString();
    }

    private static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                Locale.ROOT,
                "Root=1-%08x-%016x%08x;Parent=%016x;Sampled=0",
                Instant.now().getEpochSecond(),
                random.nextLong(),
                random.nextInt(),
                random.nextLong());
    }
}
