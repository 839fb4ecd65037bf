package dev.skald.core;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/** The result of a Parallel or Map: the array of the outputs. Their texts stay as they are, as on AWS. */
final class JoinedOutputs {
    private JoinedOutputs() {}

    static Payload of(@Nullable Payload[] outputs) {
        var text = new StringBuilder("[");
        for (int i = 0; i < outputs.length; i++) {
            Payload output = outputs[i];
            if (output == null) throw new IllegalStateException("output " + i + " is missing");
            if (i > 0) text.append(',');
            text.append(output.text());
        }
        return Payload.ofText(text.append(']').toString());
    }
}
