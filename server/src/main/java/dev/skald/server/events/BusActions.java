package dev.skald.server.events;

import dev.skald.server.aws.Parameters;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.RuleCatalogue;
import java.util.function.Function;

/** CreateEventBus, DeleteEventBus, DescribeEventBus, ListEventBuses. */
final class BusActions {
    private final EventBus bus;

    BusActions(EventBus bus) {
        this.bus = bus;
    }

    void create(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        String name = in.required("Name");
        catalogue.createBus(name);
        out.text("EventBusArn", catalogue.arn(name));
    }

    void delete(Parameters in, JsonWriter out) {
        bus.catalogue().deleteBus(in.required("Name"));
    }

    void describe(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        members(catalogue, catalogue.bus(in.text("Name", EventRule.DEFAULT_BUS)), out);
    }

    private static void members(RuleCatalogue catalogue, String name, JsonWriter out) {
        out.text("Name", name).text("Arn", catalogue.arn(name));
    }

    void list(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        String prefix = in.text("NamePrefix", "");
        Listed.write(
                in,
                out,
                "EventBuses",
                catalogue.buses().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList(),
                Function.identity(),
                (name, item) -> members(catalogue, name, item));
    }
}
