package dev.skald.server.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a request that has passed its {@link Constraints}: types are as the model says, and required members
 * are there. JSON {@code null} is the same as absent.
 */
public final class Parameters {
    /** The longest trace header, in characters, as that of the member. */
    private static final int TRACE_HEADER_MAX = 256;

    private final ObjectNode members;
    private final @Nullable String traceId;

    Parameters(ObjectNode members) {
        this(members, null);
    }

    /** @param traceId the request's header {@code X-Amzn-Trace-Id}; null when it has none */
    Parameters(ObjectNode members, @Nullable String traceId) {
        this.members = members;
        this.traceId = traceId;
    }

    /** A member that the model requires. */
    public String required(String name) {
        String value = text(name);
        if (value == null) throw new IllegalStateException("the model does not require " + name);
        return value;
    }

    @Nullable
    public String text(String name) {
        JsonNode value = present(name);
        return value == null ? null : value.stringValue();
    }

    public String text(String name, String absent) {
        String value = text(name);
        return value == null ? absent : value;
    }

    public boolean flag(String name, boolean absent) {
        JsonNode value = present(name);
        return value == null ? absent : value.booleanValue();
    }

    public int number(String name, int absent) {
        JsonNode value = present(name);
        return value == null ? absent : value.intValue();
    }

    @Nullable
    public Long integer(String name) {
        JsonNode value = present(name);
        return value == null ? null : (Long) value.longValue();
    }

    @Nullable
    public Double decimal(String name) {
        JsonNode value = present(name);
        return value == null ? null : (Double) value.doubleValue();
    }

    @Nullable
    public ObjectNode structure(String name) {
        return present(name) instanceof ObjectNode value ? value : null;
    }

    /** The items of a list; empty when it is absent. */
    public List<JsonNode> items(String name) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode value = present(name);
        if (value != null) value.forEach(items::add);
        return items;
    }

    /** The trace that the caller names: in the header of its request, which AWS prefers, or in {@code traceHeader}. */
    @Nullable
    public String traceHeader() {
        return traceId != null && isTrace(traceId) ? traceId : text("traceHeader");
    }

    private static boolean isTrace(String header) {
        return !header.isEmpty()
                && header.length() <= TRACE_HEADER_MAX
                && header.chars().allMatch(character -> character < 128);
    }

    public boolean has(String name) {
        return present(name) != null;
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = members.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
