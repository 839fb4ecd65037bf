package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** UpdateMapRun, while it runs. */
final class UpdateMapRun implements Action {
    private final Skald skald;

    UpdateMapRun(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("mapRunArn");
        Long concurrency = in.integer("maxConcurrency");
        Long count = in.integer("toleratedFailureCount");
        Double percentage = in.decimal("toleratedFailurePercentage");
        if (concurrency == null && count == null && percentage == null)
            throw ServiceException.validation(
                    "MISSING_REQUIRED_PARAMETER",
                    "Either maxConcurrency, toleratedFailureCount or toleratedFailurePercentage must be specified.");
        skald.updateMapRun(arn, concurrency == null ? null : (Integer) Math.toIntExact(concurrency), count, percentage);
    }
}
