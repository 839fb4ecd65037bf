package dev.skald.engine.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ways of a choice: the first whose condition holds is taken, else the way otherwise, which may be empty. */
public final class Choice<I> {
    private final String name;
    private final Class<I> input;
    private final ErrorNames errors;
    private final List<BiPredicate<I, Results>> conditions = new ArrayList<>();
    private final List<Part.Way> ways = new ArrayList<>();
    private List<Part> otherwise = List.of();

    Choice(String name, Class<I> input, ErrorNames errors) {
        this.name = name;
        this.input = input;
        this.errors = errors;
    }

    /**
     * A way.
     *
     * @param label tells the ways of this choice apart, in the machine and in the history
     */
    public Choice<I> when(String label, BiPredicate<I, Results> condition, Consumer<Steps<I, Void>> steps) {
        if (ways.stream().anyMatch(way -> way.label().equals(label)))
            throw new IllegalArgumentException("two ways of '" + name + "' are named '" + label + "'");
        conditions.add(condition);
        ways.add(new Part.Way(label, Steps.within(input, errors, steps)));
        return this;
    }

    /** The way when no condition holds; without it the saga goes on after the choice. */
    public Choice<I> otherwise(Consumer<Steps<I, Void>> steps) {
        otherwise = Steps.within(input, errors, steps);
        return this;
    }

    Part part() {
        if (ways.isEmpty()) throw new IllegalArgumentException("'" + name + "' has no ways");
        return new Part.Ways(name, new Handlers.Computing<>(input, this::label), List.copyOf(ways), otherwise);
    }

    private @Nullable String label(I value, Results results) {
        for (int i = 0; i < ways.size(); i++)
            if (conditions.get(i).test(value, results)) return ways.get(i).label();
        return null;
    }
}
