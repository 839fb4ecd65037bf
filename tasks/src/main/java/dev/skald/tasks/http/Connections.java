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
        deploy(connections);
    }

    /** Replaces all connections by these. Calls from now on use them. */
    public void deploy(Collection<Connection> connections) {
        var changed = new HashMap<String, Connection>();
        for (Connection each : connections) changed.put(each.name(), each);
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
