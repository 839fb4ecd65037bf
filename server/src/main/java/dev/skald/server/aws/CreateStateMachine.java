package dev.skald.server.aws;

import dev.skald.asl.MachineType;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;

/** CreateStateMachine: idempotent; a role or tags that differ do not count, as on AWS. */
final class CreateStateMachine implements Action {
    private final Catalogue catalogue;
    private final Skald skald;

    CreateStateMachine(Catalogue catalogue, Skald skald) {
        this.catalogue = catalogue;
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        Versions.check(in);
        String name = in.required("name");
        String definition = in.required("definition");
        String roleArn = in.required("roleArn");
        MachineType type = MachineType.valueOf(in.text("type", MachineType.STANDARD.name()));
        Arn.requireRole(roleArn);
        Configuration configuration = Configuration.DEFAULT.with(in).withTags(Tags.NONE.with(in.items("tags"), name));
        Definition.requireValid(definition, type);
        MachineRow row = catalogue.create(name, definition, type, roleArn, configuration);
        out.text("stateMachineArn", row.arn()).time("creationDate", row.createdAt());
        Versions.publish(skald, row.arn(), in, out);
    }
}
