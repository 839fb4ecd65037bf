package dev.skald.server.aws;

import dev.skald.engine.AliasRoute;
import dev.skald.engine.store.AliasRow;
import dev.skald.server.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The routing configuration of an alias, on the wire. */
final class Routing {
    static final String MEMBER = "routingConfiguration";

    private static final String VERSION = "stateMachineVersionArn";
    private static final String WEIGHT = "weight";

    private Routing() {}

    static List<AliasRoute> read(Parameters in) {
        List<AliasRoute> routes = new ArrayList<>();
        for (JsonNode item : in.items(MEMBER))
            routes.add(new AliasRoute(
                    item.path(VERSION).asString(""), item.path(WEIGHT).asInt(0)));
        return routes;
    }

    static void write(AliasRow alias, JsonWriter out) {
        out.list(MEMBER, items -> {
            for (AliasRow.Route route : alias.routes())
                items.object(item -> item.text(VERSION, alias.stateMachineArn() + ":" + route.version())
                        .number(WEIGHT, (long) route.weight()));
        });
    }
}
