package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** DeleteActivity: no error when there is none. */
final class DeleteActivity implements Action {
    private final Skald skald;

    DeleteActivity(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.deleteActivity(in.required("activityArn"));
    }
}
