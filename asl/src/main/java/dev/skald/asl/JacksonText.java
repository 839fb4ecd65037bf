package dev.skald.asl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;

/** Jackson 3's complaints in the words of Jackson 2, which AWS prints. */
final class JacksonText {
    private static final String UNRECOGNIZED = "Unrecognized token '";

    private JacksonText() {}

    /** The first line, without a location. */
    static String of(JacksonException e) {
        String message = e.getOriginalMessage();
        if (e instanceof MismatchedInputException) return trailing(message);
        return message.replace("to start property name", "to start field name")
                .replace("separate property name and value", "separate field name and value")
                .replace("`JsonReadFeature.", "`JsonParser.Feature.")
                .replace("`", "");
    }

    private static String trailing(String message) {
        int start = message.indexOf("`JsonToken.");
        int end = message.indexOf('`', start + 1);
        if (start < 0 || end < 0) return message;
        String token = message.substring(start + "`JsonToken.".length(), end);
        return "Trailing token (of type " + token + ") found after value (bound as"
                + " `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
                + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`";
    }

    /** Where Jackson 2 would have seen the error: after the offending token, not before it. */
    static Json.@Nullable Position position(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        if (at == null || at.getLineNr() < 1) return null;
        return new Json.Position(at.getLineNr(), at.getColumnNr() + consumed(e.getOriginalMessage()));
    }

    private static int consumed(String message) {
        if (message.startsWith("Unexpected character")) return 1;
        if (!message.startsWith(UNRECOGNIZED)) return 0;
        int end = message.indexOf('\'', UNRECOGNIZED.length());
        return end < 0 ? 0 : end - UNRECOGNIZED.length();
    }
}
