package dev.skald.bench;

import dev.skald.asl.Payload;
import java.util.StringJoiner;

/** The definitions that are measured. */
final class Machines {
    /** What executions get: small, as orders are. */
    static final Payload ORDER =
            Payload.ofText("{\"orderId\":\"4711\",\"customer\":\"c-12\",\"amount\":12.5,\"items\":[1,2,3]}");

    static final int STEPS = 5;
    static final long YEAR_SECONDS = 31_536_000;

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

    private Machines() {}

    /** Five Pass states in a row. */
    static String passes() {
        return inRow("\"Type\":\"Pass\"", "");
    }

    /** Five Task states in a row, a function each. */
    static String tasks() {
        return inRow("\"Type\":\"Task\",\"Resource\":\"" + FUNCTION, "\"");
    }

    /** The name of the function of a step, from 1 on. */
    static String function(int step) {
        return "step-" + step;
    }

    private static String inRow(String before, String after) {
        StringJoiner states = new StringJoiner(",", "{\"StartAt\":\"S1\",\"States\":{", "}}");
        for (int step = 1; step <= STEPS; step++) {
            String resource = after.isEmpty() ? "" : function(step) + after;
            String next = step == STEPS ? "\"End\":true" : "\"Next\":\"S" + (step + 1) + "\"";
            states.add("\"S" + step + "\":{" + before + resource + "," + next + "}");
        }
        return states.toString();
    }

    /** Waits a year. */
    static String yearLongWait() {
        return """
                {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": %d, "End": true}}}
                """.formatted(YEAR_SECONDS);
    }

    /** A Map over the input, with one Pass state. */
    static String map() {
        return """
                {"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "ItemProcessor": {
                  "ProcessorConfig": {"Mode": "INLINE"},
                  "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}
                """;
    }

    /** The input of {@link #map}: an array of numbers. */
    static Payload items(int count) {
        StringJoiner items = new StringJoiner(",", "[", "]");
        for (int i = 0; i < count; i++) items.add(Integer.toString(i));
        return Payload.ofText(items.toString());
    }
}
