package dev.skald.cli.project;

import dev.skald.deploy.reading.Nearest;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The common steps of reading a project file; collects everything that is wrong instead of stopping at the first. */
final class Reading {
    /** With more problems than this, the file is something else altogether. */
    private static final int PROBLEMS_MAX = 50;

    private final List<ProjectProblem> problems = new ArrayList<>();

    void problem(int line, String message) {
        if (problems.size() < PROBLEMS_MAX) problems.add(new ProjectProblem(line, message));
    }

    /** What is wrong, from the file's beginning to its end. */
    List<ProjectProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ProjectProblem::line))
                .toList();
    }

    /** The members of a mapping; unknown ones are refused, with what was probably meant. */
    Map<String, Value> members(Value value, String what, String... known) {
        if (!(value instanceof Mapping mapping)) {
            problem(value.line(), what + " must be a mapping, not " + value.kind());
            return Map.of();
        }
        mapping.members().forEach((name, member) -> {
            if (!Arrays.asList(known).contains(name)) unknown(member.line(), "key", name, List.of(known));
        });
        return mapping.members();
    }

    /** The members of a mapping from names of the author's own. */
    void named(@Nullable Value member, String what, BiConsumer<String, Value> each) {
        if (member == null || isNothing(member)) return;
        if (member instanceof Mapping mapping) mapping.members().forEach(each);
        else problem(member.line(), what + " must be a mapping from names, not " + member.kind());
    }

    void unknown(int line, String what, String name, Collection<String> known) {
        String meant = Nearest.to(name, known)
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
        String all = known.stream().sorted().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        String hint = !meant.isEmpty() ? meant : known.isEmpty() ? "" : "; there are " + all;
        problem(line, "unknown " + what + " `" + name + "`" + hint);
    }

    @Nullable
    String text(@Nullable Value member, String what) {
        if (member == null || isNothing(member)) return null;
        if (member instanceof Scalar scalar && !scalar.text().isBlank()) return scalar.text();
        problem(member.line(), what + " must be a text, not " + member.kind());
        return null;
    }

    /** A text that must be there. */
    @Nullable
    String neededText(Map<String, Value> members, String name, int line, String what) {
        Value member = members.get(name);
        if (member == null) problem(line, what + " needs `" + name + "`");
        return text(member, "`" + name + "`");
    }

    /** A list of texts; one text alone counts as a list of it. */
    List<String> texts(@Nullable Value member, String what) {
        if (member == null || isNothing(member)) return List.of();
        return items(member).flatMap(item -> textOf(item, what).stream()).toList();
    }

    private static Stream<Value> items(Value value) {
        return value instanceof Value.Sequence sequence ? sequence.items().stream() : Stream.of(value);
    }

    private Optional<String> textOf(Value item, String what) {
        if (item instanceof Scalar scalar) return Optional.of(scalar.text());
        problem(item.line(), what + " must be a list of texts");
        return Optional.empty();
    }

    /** One of a few words. */
    <E extends Enum<E>> @Nullable E word(@Nullable Value member, String what, Class<E> type) {
        String text = text(member, what);
        if (text == null || member == null) return null;
        Map<String, E> words = new LinkedHashMap<>();
        for (E word : type.getEnumConstants()) words.put(word.name(), word);
        if (!words.containsKey(text)) unknown(member.line(), what, text, words.keySet());
        return words.get(text);
    }

    static boolean isNothing(Value value) {
        return value instanceof Scalar scalar && scalar.isNull();
    }
}
