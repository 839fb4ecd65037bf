package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.template.Account;
import dev.skald.deploy.template.Draft;
import dev.skald.deploy.template.TemplateScope;
import java.nio.file.Path;

/**
 * What the readers of one project's parts share.
 *
 * @param folder of the project file: what paths in it are relative to
 */
record ServerlessContext(Path folder, String service, String stage, TemplateScope scope, Draft draft, Reading reading) {
    Account account() {
        return scope.account();
    }

    /** As the framework names functions, and Skald everything else that has no name: {@code service-stage-key}. */
    String name(String key, int lengthMax) {
        return TemplateScope.shortened(service + "-" + stage + "-" + key, lengthMax, "");
    }

    /** Logical ids have no dashes and underscores. */
    static String logicalId(String key) {
        String id = key.replace("-", "Dash").replace("_", "Underscore");
        return id.isEmpty() ? id : Character.toUpperCase(id.charAt(0)) + id.substring(1);
    }
}
