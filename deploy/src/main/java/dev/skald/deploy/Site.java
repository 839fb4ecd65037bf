package dev.skald.deploy;

import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place where applications run. A list that is given replaces the one that was given before; all applications are in it,
 * but for {@link #events}.
 */
public interface Site {
    /** The region in the ARNs of this place. */
    String region();

    /** The account in the ARNs of this place. */
    String accountId();

    /**
     * An operation of the AWS Step Functions API.
     *
     * @throws dev.skald.engine.ServiceException what it refuses
     */
    ObjectNode perform(String operation, ObjectNode request);

    /**
     * Creates what is not there yet, at the configured endpoints of AWS services.
     *
     * @return what could not be created, and why
     */
    List<Notice> create(List<Resource> resources);

    void functions(List<FunctionDefinition> functions);

    void triggers(List<HttpTrigger> triggers, List<ApiKey> keys);

    void connections(List<Connection> connections);

    /**
     * Tells whether {@link #events} would do it now. Nothing changes.
     *
     * @throws dev.skald.engine.ServiceException why not
     */
    void checkEvents(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules);

    /** The buses, rules and schedules of one application. */
    void events(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules);

    /** The addresses of the triggers, as callers reach them: {@code POST http://127.0.0.1:3000/v1/orders}. */
    List<String> addresses();
}
