package dev.skald.deploy.reading;

import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads a YAML text: anchors, aliases, merges ({@code <<}), and the short forms of CloudFormation ({@code !Ref X}), which
 * become the long ones. Made for one reading.
 *
 * <p>It reads events, not documents, so that depth and size are counted before anything is built: an alias weighs as much
 * as what it stands for, and none can be part of itself.
 */
public final class YamlText {
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    private static final String MERGE = "<<";
    private static final int DIGITS_MAX = 100;

    private final Path file;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int parts;

    private record Anchored(Value value, int parts) {}

    private YamlText(Path file, String text) {
        this.file = file;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /**
     * Reads the only document of a text; an empty text is an empty mapping.
     *
     * @throws MalformedText if it is none
     */
    public static Value read(Path file, String text) {
        try {
            return new YamlText(file, text).document();
        } catch (MarkedYamlEngineException e) {
            throw new MalformedText(line(e), "not YAML: " + sentence(e));
        } catch (YamlEngineException e) {
            throw new MalformedText(0, "not YAML: " + firstLine(e.getMessage()));
        }
    }

    private static int line(MarkedYamlEngineException e) {
        return e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String sentence(MarkedYamlEngineException e) {
        String context = e.getContext();
        return (context == null ? "" : context + ", ") + firstLine(e.getProblem());
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    private Value document() {
        events.next(); // the stream's start
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) return new Mapping(new Place(file, 1), Map.of());
        Value value = value(events.next(), 0);
        events.next(); // the document's end
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd)
            throw new MalformedText(line(after), "a second document begins here");
        return value;
    }

    private Value value(Event event, int depth) {
        if (depth > Value.DEPTH_MAX) throw new MalformedText(line(event), "nested deeper than " + Value.DEPTH_MAX);
        if (event instanceof AliasEvent alias) return aliased(alias);
        int before = parts;
        count(1, event);
        Value value = event instanceof ScalarEvent scalar ? tagged(scalar) : collection(event, depth);
        if (event instanceof NodeEvent node)
            node.getAnchor().ifPresent(name -> anchors.put(name.getValue(), new Anchored(value, parts - before)));
        return value;
    }

    private Value aliased(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) throw new MalformedText(line(alias), "nothing has the anchor `" + name + "`");
        count(anchored.parts(), alias);
        return anchored.value();
    }

    private void count(int more, Event event) {
        parts += more;
        if (parts > Value.PARTS_MAX)
            throw new MalformedText(line(event), "more than " + Value.PARTS_MAX + " values, aliases counted");
    }

    private Value collection(Event event, int depth) {
        Value value = event.getEventId() == Event.ID.MappingStart ? mapping(event, depth) : sequence(event, depth);
        String tag =
                event instanceof CollectionStartEvent start ? start.getTag().orElse("") : "";
        return isShortForm(tag) ? longForm(tag, value) : value;
    }

    private Mapping mapping(Event start, int depth) {
        Map<String, Value> members = new LinkedHashMap<>();
        List<Value> merged = new ArrayList<>();
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            String name = name(key);
            Value value = value(events.next(), depth + 1).at(place(key));
            if (name.equals(MERGE)) merged.add(value);
            else if (members.put(name, value) != null)
                throw new MalformedText(line(key), "the key `" + name + "` is there twice");
        }
        merged.forEach(value -> merge(value, members));
        return new Mapping(place(start), members);
    }

    private String name(Event key) {
        if (key instanceof ScalarEvent scalar) return scalar.getValue();
        throw new MalformedText(line(key), "a key must be a text");
    }

    /** The mapping's own keys stay; of several merged mappings the first one that has a key gives it. */
    private static void merge(Value value, Map<String, Value> members) {
        switch (value) {
            case Mapping mapping -> mapping.members().forEach(members::putIfAbsent);
            case Sequence sequence -> sequence.items().forEach(item -> merge(item, members));
            case Scalar scalar ->
                throw new MalformedText(scalar.place().line(), "`<<` takes a mapping, not " + scalar.kind());
        }
    }

    private Sequence sequence(Event start, int depth) {
        List<Value> items = new ArrayList<>();
        for (Event item = events.next(); item.getEventId() != Event.ID.SequenceEnd; item = events.next())
            items.add(value(item, depth + 1));
        return new Sequence(place(start), items);
    }

    private Value tagged(ScalarEvent event) {
        String tag = event.getTag().orElse("");
        if (isShortForm(tag)) return longForm(tag, scalar(event, Tag.STR));
        return scalar(event, tagOf(event, tag));
    }

    private static Tag tagOf(ScalarEvent event, String tag) {
        if (!tag.isEmpty() && !tag.equals("!")) return new Tag(tag);
        return event.isPlain() ? RESOLVER.resolve(event.getValue(), true) : Tag.STR;
    }

    private Scalar scalar(ScalarEvent event, Tag tag) {
        String text = event.getValue();
        return new Scalar(place(event), json(text, tag, event), tag.equals(Tag.NULL) ? "" : text);
    }

    private static JsonNode json(String text, Tag tag, Event event) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (tag.equals(Tag.NULL)) return nodes.nullNode();
        if (tag.equals(Tag.BOOL)) return nodes.booleanNode(Boolean.parseBoolean(text));
        if (tag.equals(Tag.INT)) return integer(text, event);
        if (tag.equals(Tag.FLOAT)) return number(text, event);
        return nodes.stringNode(text);
    }

    private static JsonNode integer(String text, Event event) {
        checkDigits(text, event);
        try {
            BigInteger number = text.startsWith("0x")
                    ? new BigInteger(text.substring(2), 16)
                    : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
            return number.bitLength() < Long.SIZE
                    ? JsonNodeFactory.instance.numberNode(number.longValue())
                    : JsonNodeFactory.instance.numberNode(number);
        } catch (NumberFormatException e) {
            throw new MalformedText(line(event), "`" + text + "` is no whole number");
        }
    }

    /** {@code .inf} and {@code .nan}, which JSON has not, stay texts. */
    private static JsonNode number(String text, Event event) {
        checkDigits(text, event);
        if (Set.of("inf", "nan").contains(text.replaceAll("[-+.]", "").toLowerCase(Locale.ROOT)))
            return JsonNodeFactory.instance.stringNode(text);
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new MalformedText(line(event), "`" + text + "` is no number");
        }
    }

    private static void checkDigits(String text, Event event) {
        if (text.length() > DIGITS_MAX) throw new MalformedText(line(event), "a number with too many digits");
    }

    /** CloudFormation's tags: one exclamation mark; {@code !!str} is YAML's own and arrives as {@code tag:yaml.org,...}. */
    private static boolean isShortForm(String tag) {
        return tag.length() > 1 && tag.startsWith("!");
    }

    private static Value longForm(String tag, Value value) {
        String name = tag.substring(1);
        return switch (name) {
            case "Ref", "Condition" -> only(name, value);
            case "GetAtt" -> only("Fn::GetAtt", attribute(value));
            default -> only("Fn::" + name, value);
        };
    }

    private static Value attribute(Value value) {
        if (!(value instanceof Scalar scalar)) return value;
        int dot = scalar.text().indexOf('.');
        if (dot < 0) return value;
        Value id = Value.text(scalar.place(), scalar.text().substring(0, dot));
        Value name = Value.text(scalar.place(), scalar.text().substring(dot + 1));
        return new Sequence(scalar.place(), List.of(id, name));
    }

    private static Mapping only(String name, Value value) {
        return new Mapping(value.place(), Map.of(name, value));
    }

    private Place place(Event event) {
        return new Place(file, line(event));
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
