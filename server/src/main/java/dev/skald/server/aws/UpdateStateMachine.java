package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;

/** UpdateStateMachine: executions that run keep the definition and the role they started with. */
final class UpdateStateMachine implements Action {
    private final Catalogue catalogue;
    private final Skald skald;

    UpdateStateMachine(Catalogue catalogue, Skald skald) {
        this.catalogue = catalogue;
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("stateMachineArn");
        String definition = in.text("definition");
        String roleArn = in.text("roleArn");
        Versions.check(in);
        requireSomething(in);
        if (roleArn != null) Arn.requireRole(roleArn);
        if (definition != null)
            Definition.requireValid(definition, skald.describeStateMachine(arn).type());
        MachineRow row = catalogue.update(arn, definition, roleArn, old -> old.with(in));
        out.time("updateDate", row.updatedAt()).text("revisionId", row.revisionId());
        Versions.publish(skald, row.arn(), in, out);
    }

    private static void requireSomething(Parameters in) {
        boolean something = in.has("definition")
                || in.has("roleArn")
                || in.has(Configuration.LOGGING)
                || in.has(Configuration.TRACING)
                || in.has(Configuration.ENCRYPTION);
        if (!something)
            throw new ServiceException(
                    "MissingRequiredParameter",
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be"
                            + " specified");
    }
}
