package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.ActivityRow;
import dev.skald.server.json.JsonWriter;

/** DescribeActivity. */
final class DescribeActivity implements Action {
    private final Skald skald;

    DescribeActivity(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        ActivityRow row = skald.describeActivity(in.required("activityArn"));
        out.text("activityArn", row.arn())
                .text("name", row.name())
                .time("creationDate", row.createdAt())
                .tree(
                        Configuration.ENCRYPTION,
                        Configuration.read(row.settings()).encryption());
    }
}
