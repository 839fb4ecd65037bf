package dev.skald.deploy.template;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Problem;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions of machines in project files: as JSON text, with problems told at their lines. */
public final class Definition {
    private Definition() {}

    /**
     * The definition as JSON text; what is wrong with it becomes problems.
     *
     * @param value an object, or a text that holds one
     */
    public static String text(Value value, String type, String path, Reading reading) {
        Value definition = value instanceof Scalar scalar ? reading.parse(scalar.text(), scalar.place()) : value;
        String text = definition.json().toString();
        if (Asl.parse(text, machineType(type)) instanceof Asl.Parsed.Invalid invalid)
            invalid.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .forEach(problem ->
                            reading.problem(place(definition, problem.location()), "`" + path + "`: " + problem));
        return text;
    }

    private static MachineType machineType(String type) {
        return type.equals(MachineType.EXPRESS.name()) ? MachineType.EXPRESS : MachineType.STANDARD;
    }

    /** As far as the location leads into the definition. */
    private static Place place(Value definition, @Nullable String location) {
        Value at = definition;
        for (String step : location == null ? List.<String>of() : List.of(location.split("[/\\[\\]]+"))) {
            Value next = step.isEmpty() ? at : step(at, step);
            if (next == null) break;
            at = next;
        }
        return at.place();
    }

    private static @Nullable Value step(Value at, String step) {
        return switch (at) {
            case Mapping mapping -> mapping.members().get(step);
            case Sequence sequence ->
                step.matches("\\d{1,6}")
                                && Integer.parseInt(step) < sequence.items().size()
                        ? sequence.items().get(Integer.parseInt(step))
                        : null;
            case Scalar scalar -> null;
        };
    }

    /** {@code STANDARD} or {@code EXPRESS}; anything else is a problem. */
    public static String type(@Nullable String type, Place place, Reading reading) {
        if (type == null) return MachineType.STANDARD.name();
        for (MachineType each : MachineType.values()) if (each.name().equals(type)) return type;
        reading.problem(place, "a machine's type is STANDARD or EXPRESS, not `" + type + "`");
        return MachineType.STANDARD.name();
    }
}
