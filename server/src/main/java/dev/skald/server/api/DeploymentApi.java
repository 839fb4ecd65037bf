package dev.skald.server.api;

import dev.skald.server.json.JsonWriter;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deployed applications.
 *
 * <pre>
 * GET  /deployments
 * GET  /deployments/NAME
 * POST /deployments               {application, dryRun}
 * POST /deployments/NAME/remove   {dryRun}
 * </pre>
 */
final class DeploymentApi {
    private static final String DEPLOYMENTS = "deployments";
    private static final String REMOVE = "remove";

    private final Deployments deployments;

    DeploymentApi(Deployments deployments) {
        this.deployments = deployments;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, JsonWriter out) {
        if (!path[0].equals(DEPLOYMENTS) || path.length > 2) return false;
        write(path.length == 1 ? deployments.list() : deployments.describe(path[1]), out);
        return true;
    }

    /** Deploys or removes, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (!path[0].equals(DEPLOYMENTS)) return false;
        if (path.length == 1) write(deploy(in), out);
        else if (path.length == 3 && path[2].equals(REMOVE)) write(remove(path[1], in), out);
        else return false;
        return true;
    }

    private ObjectNode deploy(BodyMembers in) {
        in.allow(Set.of("application", "dryRun"));
        ObjectNode application = in.object("application");
        if (application == null) throw new IllegalArgumentException("'application' is missing.");
        return deployments.deploy(application, in.flag("dryRun"));
    }

    private ObjectNode remove(String name, BodyMembers in) {
        in.allow(Set.of("dryRun"));
        return deployments.remove(name, in.flag("dryRun"));
    }

    private static void write(ObjectNode answer, JsonWriter out) {
        answer.forEachEntry(out::tree);
    }
}
