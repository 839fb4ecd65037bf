package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A server on which nothing can be deployed. */
final class NoDeployments implements Deployments {
    @Override
    public ObjectNode list() {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        none.putArray("deployments");
        return none;
    }

    @Override
    public ObjectNode describe(String name) {
        throw new ServiceException("DeploymentDoesNotExist", "There is no deployment '" + name + "'.");
    }

    @Override
    public ObjectNode deploy(ObjectNode application, boolean dryRun) {
        throw new ServiceException("UnsupportedOperation", "Nothing can be deployed on this server.");
    }

    @Override
    public ObjectNode remove(String name, boolean dryRun) {
        return describe(name);
    }
}
