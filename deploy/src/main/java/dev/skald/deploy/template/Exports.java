package dev.skald.deploy.template;

import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the stacks of one project export to each other. */
final class Exports {
    private record Outputs(TemplateScope scope, Mapping outputs) {}

    private final List<Outputs> all = new ArrayList<>();

    void add(TemplateScope scope, Mapping outputs) {
        all.add(new Outputs(scope, outputs));
    }

    /** What is exported under a name. */
    Optional<Value> find(String name) {
        return all.stream().flatMap(each -> find(name, each).stream()).findFirst();
    }

    private static Optional<Value> find(String name, Outputs outputs) {
        return outputs.outputs().members().values().stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .filter(output -> name.equals(exportName(output, outputs.scope())))
                .flatMap(output -> Optional.ofNullable(output.members().get("Value")).stream())
                .map(outputs.scope().intrinsics()::evaluate)
                .findFirst();
    }

    private static String exportName(Mapping output, TemplateScope scope) {
        return output.members().get("Export") instanceof Mapping export
                        && export.members().get("Name") instanceof Value named
                        && scope.intrinsics().evaluate(named) instanceof Scalar text
                ? text.text()
                : "";
    }
}
