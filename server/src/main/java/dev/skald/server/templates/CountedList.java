package dev.skald.server.templates;

import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A list of a template. What goes through all of its entries is counted: a list may hold another one many times over. */
final class CountedList extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final boolean json;

    private CountedList(boolean json) {
        this.json = json;
    }

    /** An array of JSON: written into a text it is JSON again, where an object is {@code {a=1}}, as API Gateway has it. */
    static CountedList ofJson() {
        return new CountedList(true);
    }

    /** A list with the entries of a collection, such as {@code [1, 2]}. */
    static CountedList of(Collection<?> entries) {
        TemplateBudget.requireRoom(entries.size());
        TemplateBudget.counting().entries(entries.size());
        CountedList list = new CountedList(false);
        list.addAll(entries);
        return list;
    }

    boolean isJson() {
        return json;
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
