package dev.skald.tasks.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The connections that {@code http:invoke} may use, by name. May be changed while calls are under way. */
public final class Connections {
    private static final String MARK = ":connection/";

    private volatile Map<String, Connection> byName = Map.of();

    /** None. */
    public Connections() {}

    public Connections(Collection<Connection> connections) {
        put(connections);
    }

    /** Adds connections; one whose name is there already is replaced. Calls from now on use them. */
    public synchronized void put(Collection<Connection> connections) {
        var changed = new HashMap<>(byName);
        for (Connection each : connections) changed.put(each.name(), each);
        byName = Map.copyOf(changed);
    }

    /** Removes a connection, if it is there. */
    public synchronized void remove(String name) {
        var changed = new HashMap<>(byName);
        changed.remove(name);
        byName = Map.copyOf(changed);
    }

    /**
     * The connection of an ARN, {@code arn:aws:events:REGION:ACCOUNT:connection/NAME/ID}. Only its name counts: a definition
     * from AWS finds here what has that name, whatever its account and id.
     */
    public Optional<Connection> find(String arn) {
        int mark = arn.indexOf(MARK);
        if (!arn.startsWith("arn:") || mark < 0) return Optional.empty();
        String rest = arn.substring(mark + MARK.length());
        int slash = rest.indexOf('/');
        return Optional.ofNullable(byName.get(slash < 0 ? rest : rest.substring(0, slash)));
    }
}
