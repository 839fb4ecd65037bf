package dev.skald.deploy.reading;

import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mapping that is gone through key by key. What is asked for is known; {@link #close} tells of every key that nobody
 * asked for. Values that do not fit become problems, and are then as if they were not there.
 */
public final class Section implements AutoCloseable {
    private final Mapping mapping;
    private final String path;
    private final Reading reading;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Mapping mapping, String path, Reading reading) {
        this.mapping = mapping;
        this.path = path;
        this.reading = reading;
    }

    /** @param path how people find it: {@code functions.pay.events[0]} */
    public static Section of(Value value, String path, Reading reading) {
        return switch (value) {
            case Mapping mapping -> new Section(mapping, path, reading);
            case Scalar scalar when scalar.isNull() -> empty(scalar.place(), path, reading);
            case Scalar scalar -> refused(scalar, path, reading);
            case Sequence sequence -> refused(sequence, path, reading);
        };
    }

    private static Section refused(Value value, String path, Reading reading) {
        reading.problem(value.place(), "`" + path + "` must be a mapping, not " + value.kind());
        return empty(value.place(), path, reading);
    }

    public static Section empty(Place place, String path, Reading reading) {
        return new Section(new Mapping(place, Map.of()), path, reading);
    }

    public Place place() {
        return mapping.place();
    }

    public String path() {
        return path;
    }

    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public Reading reading() {
        return reading;
    }

    /** Where a key stands, or the section when it is not there. */
    public Place place(String key) {
        Value value = mapping.members().get(key);
        return value == null ? place() : value.place();
    }

    public boolean has(String key) {
        known.add(key);
        return value(key).isPresent();
    }

    /** Empty when it is not there, or nothing. */
    public Optional<Value> value(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.members().get(key)).filter(value -> !isNull(value));
    }

    private static boolean isNull(Value value) {
        return value instanceof Scalar scalar && scalar.isNull();
    }

    /** A text; numbers and booleans as they are written. */
    public Optional<String> text(String key) {
        return value(key).flatMap(value -> text(value, path(key)));
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A text that must be there; empty when it is not. */
    public String neededText(String key) {
        if (!has(key)) reading.problem(place(), "`" + path + "` needs `" + key + "`");
        return text(key).orElse("");
    }

    public Optional<String> text(Value value, String where) {
        if (value instanceof Scalar scalar) return Optional.of(scalar.text());
        reading.problem(value.place(), "`" + where + "` must be a text, not " + value.kind());
        return Optional.empty();
    }

    public boolean flag(String key, boolean otherwise) {
        return flag(key).orElse(otherwise);
    }

    public Optional<Boolean> flag(String key) {
        return text(key).flatMap(text -> switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> {
                reading.problem(place(key), "`" + path(key) + "` must be true or false, not `" + text + "`");
                yield Optional.empty();
            }
        });
    }

    /** A whole number between two bounds. */
    public Optional<Integer> whole(String key, int min, int max) {
        return text(key).flatMap(text -> {
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= min && number <= max) return Optional.of(number);
            } catch (NumberFormatException e) {
                return notBetween(key, min, max, text);
            }
            return notBetween(key, min, max, text);
        });
    }

    private Optional<Integer> notBetween(String key, int min, int max, String text) {
        reading.problem(
                place(key),
                "`" + path(key) + "` must be a whole number from " + min + " to " + max + ", not `" + text + "`");
        return Optional.empty();
    }

    /** A mapping within; empty when it is not there. */
    public Optional<Section> section(String key) {
        return value(key).map(value -> of(value, path(key), reading));
    }

    /** The members of a mapping from names of the author's own. */
    public Map<String, Value> named(String key) {
        return section(key).map(section -> section.mapping.members()).orElse(Map.of());
    }

    /** The members of this mapping, whose names are the author's own. */
    public Map<String, Value> members() {
        known.addAll(mapping.members().keySet());
        return mapping.members();
    }

    /** The items of a list; something alone counts as a list of it. */
    public List<Value> list(String key) {
        return value(key).map(Section::items).orElse(List.of());
    }

    public static List<Value> items(Value value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of(value);
    }

    /** A list of texts. */
    public List<String> texts(String key) {
        return list(key).stream()
                .flatMap(item -> text(item, path(key)).stream())
                .toList();
    }

    /** Texts by name. */
    public Map<String, String> textsByName(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        named(key).forEach((name, value) -> {
            if (!isNull(value)) text(value, path(key) + "." + name).ifPresent(text -> texts.put(name, text));
        });
        return texts;
    }

    /** Keys that have no effect here, and why; told where they are there. */
    public void unsupported(String why, String... keys) {
        Stream.of(keys).filter(this::has).forEach(key -> reading.unsupported(path(key), why));
    }

    /** Keys that need nothing done here. */
    public void harmless(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Tells of every key that nobody asked for. */
    @Override
    public void close() {
        mapping.members().keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> reading.unsupported(path(key), unknown(key)));
    }

    private String unknown(String key) {
        return Nearest.to(key, known)
                .map(near -> "an unknown key, without effect; did you mean `" + near + "`?")
                .orElse("an unknown key, without effect");
    }
}
