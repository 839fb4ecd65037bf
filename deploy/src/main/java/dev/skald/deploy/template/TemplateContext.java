package dev.skald.deploy.template;

import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import java.util.Map;

/**
 * What the readers of one template's resources share.
 *
 * @param assets where code and definitions are
 * @param apiKeys values of keys that were generated before, by name
 */
record TemplateContext(TemplateScope scope, Draft draft, Assets assets, Map<String, String> apiKeys) {
    Reading reading() {
        return scope.reading();
    }

    Account account() {
        return scope.account();
    }

    /** The properties of a resource, computed. */
    Section section(TemplateResource resource) {
        return section(resource, resource.properties());
    }

    /** The same with other properties, such as those with a template's Globals under them. */
    Section section(TemplateResource resource, Value properties) {
        return Section.of(scope.intrinsics().evaluate(properties), resource.path(), reading());
    }
}
