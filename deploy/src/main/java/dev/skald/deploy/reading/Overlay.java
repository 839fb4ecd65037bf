package dev.skald.deploy.reading;

import dev.skald.deploy.reading.Value.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays values over a file: mappings are merged key by key, everything else is replaced. */
public final class Overlay {
    private Overlay() {}

    /** The lower value with the upper one laid over it. */
    public static Value lay(Value over, Value under) {
        if (!(over instanceof Mapping upper) || !(under instanceof Mapping lower)) return over;
        Map<String, Value> members = new LinkedHashMap<>(lower.members());
        upper.members().forEach((name, value) -> {
            Value before = members.get(name);
            members.put(name, before == null ? value : lay(value, before));
        });
        return new Mapping(lower.place(), members);
    }

    /** Sets a value at an address such as {@code custom.app}; what is on the way is made. */
    public static Value set(@Nullable Value under, String address, Value value) {
        int dot = address.indexOf('.');
        String name = dot < 0 ? address : address.substring(0, dot);
        Place place = under == null ? value.place() : under.place();
        Map<String, Value> members =
                new LinkedHashMap<>(under instanceof Mapping mapping ? mapping.members() : Map.of());
        members.put(name, dot < 0 ? value : set(members.get(name), address.substring(dot + 1), value));
        return new Mapping(place, members);
    }
}
