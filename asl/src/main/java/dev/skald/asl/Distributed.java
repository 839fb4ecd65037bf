package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/**
 * What a Map state in mode DISTRIBUTED has beside an inline one. Section 1.11.
 *
 * @param label names the state in ARNs: {@code Label}, or one that follows from the state's name
 * @param executionType of the children
 * @param reader {@code ItemReader}; null when the items are in the state's data
 * @param batcher {@code ItemBatcher}; null when every item has a child of its own
 * @param writer {@code ResultWriter}; null means the plain outputs, in the state's result
 */
public record Distributed(
        String label,
        MachineType executionType,
        @Nullable Reader reader,
        @Nullable Batcher batcher,
        @Nullable Writer writer) {

    /**
     * @param resource the ARN in {@code Resource}
     * @param arguments {@code Parameters} or {@code Arguments}, evaluated with {@code scope.input} = effective input
     * @param config {@code ReaderConfig}, an object with {@code MaxItems} as a number, evaluated in the same way
     */
    public record Reader(String resource, Expression<Payload> arguments, Expression<Payload> config) {}

    /**
     * Evaluated with {@code scope.input} = effective input.
     *
     * @param batchInput {@code BatchInput}; null when there is none
     * @param maxItems {@code MaxItemsPerBatch(Path)}; null means no limit
     * @param maxInputBytes {@code MaxInputBytesPerBatch(Path)}; null means no limit of its own
     */
    public record Batcher(
            @Nullable Expression<Payload> batchInput,
            @Nullable Expression<Long> maxItems,
            @Nullable Expression<Long> maxInputBytes) {}

    /**
     * @param export where results are written to; null when they become the state's result
     * @param config {@code WriterConfig}, {@code {}} when there is none
     */
    public record Writer(@Nullable Export export, Payload config) {}

    /** @param arguments {@code Parameters} or {@code Arguments}, evaluated with {@code scope.input} = effective input */
    public record Export(String resource, Expression<Payload> arguments) {}
}
