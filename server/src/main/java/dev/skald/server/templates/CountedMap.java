package dev.skald.server.templates;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of a template. What goes through all of its entries is counted: a map may hold another one many times over. */
final class CountedMap extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** An empty map. */
    CountedMap() {}

    /** A map with the entries of another. */
    static CountedMap of(Map<?, ?> entries) {
        TemplateBudget.counting().entries(entries.size());
        CountedMap map = new CountedMap();
        map.putAll(entries);
        return map;
    }

    /** The same, with the maps in it made counted ones too. */
    static CountedMap deep(Map<?, ?> entries) {
        CountedMap map = of(entries);
        map.replaceAll((_, value) -> value instanceof Map<?, ?> inner ? deep(inner) : value);
        return map;
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return TemplateEquality.same(this, other);
    }

    @Override
    public int hashCode() {
        TemplateBudget.counting().entries(1L + size());
        return super.hashCode();
    }
}
