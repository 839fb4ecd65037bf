package dev.skald.server.aws;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.ServiceException;

/** The input that someone starts an execution with. */
final class Input {
    private Input() {}

    /**
     * Reads the member {@code input}; absent, it is {@code {}}.
     *
     * @throws ServiceException InvalidExecutionInput
     */
    static Payload of(Parameters in) {
        String text = in.text("input");
        if (text == null) return Payload.EMPTY_OBJECT;
        if (text.isEmpty()) throw invalid("Invalid execution input.");
        try {
            return Payload.parse(text);
        } catch (MalformedJson malformed) {
            throw invalid(malformed.message());
        }
    }

    private static ServiceException invalid(String reason) {
        return new ServiceException("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + reason + "'");
    }
}
