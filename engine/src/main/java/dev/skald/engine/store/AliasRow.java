package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alias: a name for one version of a state machine, or for two between which starts are divided.
 *
 * @param routes one or two; the weights sum up to 100
 */
public record AliasRow(
        String stateMachineArn,
        String name,
        @Nullable String description,
        List<Route> routes,
        Instant createdAt,
        Instant updatedAt) {
    public AliasRow {
        routes = List.copyOf(routes);
    }

    /** @param weight the share of starts, in percent */
    public record Route(int version, int weight) {}

    /** The alias's own ARN. */
    public String arn() {
        return stateMachineArn + ":" + name;
    }

    public boolean routesTo(int version) {
        return routes.stream().anyMatch(route -> route.version() == version);
    }
}
