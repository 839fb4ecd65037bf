package dev.skald.deploy.template;

import dev.skald.deploy.reading.Value.Mapping;
import java.util.List;

/** Reads the resources of a template into a draft. */
public final class TemplateReader {
    private TemplateReader() {}

    /** Makes the resources of templates known to a scope. */
    public static void declare(List<Mapping> templates, String path, TemplateScope scope) {
        for (Mapping template : templates) {
            if (template.members().get("Conditions") instanceof Mapping conditions)
                scope.addConditions(conditions.members());
            if (template.members().get("Mappings") instanceof Mapping mappings) scope.addMappings(mappings.members());
            if (!(template.members().get("Resources") instanceof Mapping resources)) continue;
            resources.members().forEach((id, value) -> {
                if (value instanceof Mapping mapping) scope.add(TemplateResource.of(id, path + "." + id, mapping));
            });
        }
    }

    /** Reads what has been declared. */
    public static void readResources(TemplateScope scope, Draft draft) {
        // next
    }
}
