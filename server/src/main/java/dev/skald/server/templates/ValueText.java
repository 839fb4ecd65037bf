package dev.skald.server.templates;

import dev.skald.asl.Json;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How maps and lists are written into a text: as Java does, those from JSON as JSON. Ends where the text becomes too long. */
final class ValueText {
    private final TemplateBudget budget = TemplateBudget.counting();
    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    /** @throws TemplateException when it is longer than a text may be */
    static String of(Object value) {
        ValueText text = new ValueText();
        text.plain(value);
        return text.budget.text(text.out.toString());
    }

    private void plain(@Nullable Object value) {
        budget.entries(1);
        switch (value) {
            case CountedList list when list.isJson() -> json(list);
            case Map<?, ?> map -> map(map);
            case Map.Entry<?, ?> entry -> entry(entry);
            case Collection<?> list -> list(list);
            case null, default -> append(String.valueOf(value));
        }
    }

    private void map(Map<?, ?> map) {
        append("{");
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            entry(entries.next());
            if (entries.hasNext()) append(", ");
        }
        append("}");
    }

    private void entry(Map.Entry<?, ?> entry) {
        plain(entry.getKey());
        append("=");
        plain(entry.getValue());
    }

    private void list(Collection<?> list) {
        append("[");
        for (Iterator<?> entries = list.iterator(); entries.hasNext(); ) {
            plain(entries.next());
            if (entries.hasNext()) append(", ");
        }
        append("]");
    }

    private void json(@Nullable Object value) {
        budget.entries(1);
        switch (value) {
            case Map<?, ?> map -> jsonObject(map);
            case Collection<?> list -> jsonArray(list);
            case null, default -> append(Json.write(TemplateValues.scalar(value)));
        }
    }

    private void jsonObject(Map<?, ?> map) {
        append("{");
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            append(Json.write(Json.text(String.valueOf(entry.getKey()))));
            append(":");
            json(entry.getValue());
            if (entries.hasNext()) append(",");
        }
        append("}");
    }

    private void jsonArray(Collection<?> list) {
        append("[");
        for (Iterator<?> entries = list.iterator(); entries.hasNext(); ) {
            json(entries.next());
            if (entries.hasNext()) append(",");
        }
        append("]");
    }

    private void append(String text) {
        TemplateBudget.requireFits(out.length() + (long) text.length());
        out.append(text);
    }
}
