package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tags of a state machine or an activity, in the order in which they were given. */
record Tags(Map<String, String> values) {
    /** AWS allows so many on one resource. */
    static final int TAGS_MAX = 50;

    static final Tags NONE = new Tags(Map.of());

    /** AWS's own keys begin with it, in whatever case. */
    private static final String RESERVED = "aws:";

    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    /**
     * These tags and those of a request; of a key that is there twice, the latter.
     *
     * @param resource what is tagged, for the error
     * @throws ServiceException ValidationException, TooManyTags
     */
    Tags with(List<JsonNode> items, String resource) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (JsonNode item : items) all.put(key(item), value(item));
        if (all.size() > TAGS_MAX)
            throw new ServiceException(
                    "TooManyTags",
                    "Too many tags: '" + resource + "' may have " + TAGS_MAX,
                    Map.of("resourceName", resource));
        return new Tags(all);
    }

    private static String key(JsonNode item) {
        String key = item.path("key").asString("");
        boolean reserved = key.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
        if (key.isEmpty() || reserved || !CHARACTERS.matcher(key).matches()) throw invalid("key", key);
        return key;
    }

    private static String value(JsonNode item) {
        String value = item.path("value").asString("");
        if (!CHARACTERS.matcher(value).matches()) throw invalid("value", value);
        return value;
    }

    private static ServiceException invalid(String what, String text) {
        return new ServiceException("ValidationException", "Invalid tag " + what + ": '" + text + "'");
    }

    Tags without(List<JsonNode> keys) {
        Map<String, String> rest = new LinkedHashMap<>(values);
        for (JsonNode key : keys) rest.remove(key.asString());
        return new Tags(rest);
    }

    static Tags read(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties()
                .forEach(tag -> values.put(tag.getKey(), tag.getValue().asString()));
        return new Tags(values);
    }

    void write(ObjectNode object) {
        values.forEach(object::put);
    }
}
