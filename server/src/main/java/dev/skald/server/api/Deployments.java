package dev.skald.server.api;

import tools.jackson.databind.node.ObjectNode;

/**
 * The applications that are deployed on a server: machines, functions, triggers, rules and schedules of project files. The
 * module {@code deploy} does what is asked here.
 *
 * <p>What cannot be done is a {@link dev.skald.engine.ServiceException} or an {@link IllegalArgumentException} whose message
 * tells why.
 */
public interface Deployments {
    /** A server on which nothing can be deployed. */
    Deployments NONE = new NoDeployments();

    /** All of them: {@code {"deployments": [...]}}. */
    ObjectNode list();

    /** One, whole. */
    ObjectNode describe(String name);

    /**
     * Deploys an application, or tells what that would change.
     *
     * @param application its JSON form
     */
    ObjectNode deploy(ObjectNode application, boolean dryRun);

    /** Takes an application out of service, with its machines, or tells what that would remove. */
    ObjectNode remove(String name, boolean dryRun);
}
