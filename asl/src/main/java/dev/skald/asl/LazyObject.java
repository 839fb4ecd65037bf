package dev.skald.asl;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object whose members are made when they are first read. Not thread-safe. */
final class LazyObject extends AbstractMap<String, @Nullable Object> {
    private final Map<String, Supplier<@Nullable Object>> makers = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> made = new LinkedHashMap<>();

    void add(String name, Supplier<@Nullable Object> maker) {
        makers.put(name, maker);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return makers.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Supplier<@Nullable Object> maker = makers.get(name);
        if (maker == null) return null;
        return made.computeIfAbsent((String) name, key -> maker.get());
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String name : makers.keySet()) all.put(name, get(name));
        return all.entrySet();
    }
}
