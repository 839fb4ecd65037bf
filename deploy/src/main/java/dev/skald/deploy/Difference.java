package dev.skald.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a deployment changes. Parts are named as people name them: {@code state machine order}, {@code POST /orders}; of what
 * changes only the keys are told, since values may be secrets.
 */
public record Difference(List<String> created, List<Change> changed, List<String> removed, int unchanged) {

    /** @param keys the keys of the part that have other values */
    public record Change(String part, List<String> keys) {
        public Change {
            keys = List.copyOf(keys);
        }
    }

    /** What an application consists of, and how each part of it is called. */
    private enum Section {
        MACHINES("machines", "state machine"),
        ACTIVITIES("activities", "activity"),
        FUNCTIONS("functions", "function"),
        TRIGGERS("triggers", ""),
        API_KEYS("apiKeys", "API key"),
        BUSES("buses", "event bus"),
        RULES("rules", "rule"),
        SCHEDULES("schedules", "schedule"),
        CONNECTIONS("connections", "connection"),
        RESOURCES("resources", "");

        private final String key;
        private final String kind;

        Section(String key, String kind) {
            this.key = key;
            this.kind = kind;
        }

        private String name(JsonNode part) {
            return switch (this) {
                case TRIGGERS ->
                    part.path("method").asString("") + " " + part.path("path").asString("");
                case RESOURCES ->
                    part.path("type").asString("") + " " + part.path("name").asString("");
                case RULES ->
                    kind + " " + part.path("bus").asString("") + "/"
                            + part.path("name").asString("");
                case ACTIVITIES, BUSES -> kind + " " + part.asString("");
                case MACHINES, FUNCTIONS, API_KEYS, SCHEDULES, CONNECTIONS ->
                    kind + " " + part.path("name").asString("");
            };
        }
    }

    public Difference {
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * @param before what is deployed; null when nothing is
     * @param after what is to be deployed; null when it is to be removed
     */
    public static Difference between(@Nullable Application before, @Nullable Application after) {
        Map<String, JsonNode> old = parts(before);
        Map<String, JsonNode> wanted = parts(after);
        List<String> created = new ArrayList<>(wanted.keySet());
        created.removeAll(old.keySet());
        List<String> removed = new ArrayList<>(old.keySet());
        removed.removeAll(wanted.keySet());
        List<Change> changed = changes(old, wanted);
        int unchanged = wanted.size() - created.size() - changed.size();
        return new Difference(created, changed, removed, unchanged);
    }

    private static Map<String, JsonNode> parts(@Nullable Application application) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (application == null) return parts;
        ObjectNode tree = ApplicationJson.tree(application);
        for (Section section : Section.values())
            for (JsonNode part : tree.path(section.key)) parts.put(section.name(part), part);
        return parts;
    }

    private static List<Change> changes(Map<String, JsonNode> old, Map<String, JsonNode> wanted) {
        List<Change> changes = new ArrayList<>();
        wanted.forEach((name, part) -> {
            JsonNode was = old.get(name);
            if (was != null && !was.equals(part)) changes.add(new Change(name, keys(was, part)));
        });
        return changes;
    }

    private static List<String> keys(JsonNode was, JsonNode part) {
        Set<String> keys = new TreeSet<>(was.propertyNames());
        keys.addAll(part.propertyNames());
        keys.removeIf(key -> was.path(key).equals(part.path(key)));
        return List.copyOf(keys);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return created.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /** {@code {"created": [...], "changed": [{"part": ..., "keys": [...]}], "removed": [...], "unchanged": 3}}. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        texts(json.putArray("created"), created);
        ArrayNode changes = json.putArray("changed");
        for (Change change : changed) {
            ObjectNode item = changes.addObject().put("part", change.part());
            texts(item.putArray("keys"), change.keys());
        }
        texts(json.putArray("removed"), removed);
        return json.put("unchanged", unchanged);
    }

    private static void texts(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }
}
