package dev.skald.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A log event as one line of JSON: time, level, logger, thread, message; then what its place in the work says (execution
 * ARN, state); then the stack of an exception.
 */
final class JsonLogLine extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        addContext(line, event);
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) line.put("exception", ThrowableProxyUtil.asString(thrown));
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void addContext(ObjectNode line, ILoggingEvent event) {
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet())
            line.put(entry.getKey(), entry.getValue());
        if (event.getKeyValuePairs() == null) return;
        for (KeyValuePair pair : event.getKeyValuePairs()) line.put(pair.key, String.valueOf(pair.value));
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
