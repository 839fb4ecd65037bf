package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ActivityRow;
import dev.skald.server.json.JsonWriter;

/** CreateActivity: idempotent by name; other tags do not count, another encryption does. */
final class CreateActivity implements Action {
    private final Skald skald;

    CreateActivity(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String name = in.required("name");
        Configuration configuration = Configuration.DEFAULT.with(in).withTags(Tags.NONE.with(in.items("tags"), name));
        ActivityRow row = skald.createActivity(name, configuration.text());
        if (!Configuration.read(row.settings()).encryption().equals(configuration.encryption()))
            throw new ServiceException("ActivityAlreadyExists", "Activity Already Exists: '" + row.arn() + "'");
        out.text("activityArn", row.arn()).time("creationDate", row.createdAt());
    }
}
