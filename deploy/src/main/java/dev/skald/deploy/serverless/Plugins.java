package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plugins of a project, and what Skald does in the place of each. None of them is run. */
final class Plugins {
    /** The one whose {@code .env} files become variables of all functions. */
    static final String DOTENV = "serverless-dotenv-plugin";

    private static final String DEVELOPMENT = "Skald runs the functions, triggers and machines itself";
    private static final String BUNDLER =
            "TypeScript is bundled by the project's own esbuild; JavaScript runs as it is";

    private static final Map<String, String> IN_PLACE = Map.ofEntries(
            Map.entry("serverless-step-functions", "Skald reads `stepFunctions` itself"),
            Map.entry("serverless-pseudo-parameters", "Skald resolves `#{AWS::Region}` and its like itself"),
            Map.entry("serverless-offline", DEVELOPMENT),
            Map.entry("serverless-step-functions-offline", DEVELOPMENT),
            Map.entry("serverless-step-functions-local", DEVELOPMENT),
            Map.entry(
                    "serverless-offline-sqs",
                    "queues are those of the configured endpoint; their events start nothing"),
            Map.entry("serverless-dynamodb-local", "tables are created at the configured endpoint"),
            Map.entry("serverless-dynamodb", "tables are created at the configured endpoint"),
            Map.entry("serverless-s3-local", "buckets are created at the configured endpoint"),
            Map.entry("serverless-localstack", "services are asked at the configured endpoints"),
            Map.entry("serverless-esbuild", BUNDLER),
            Map.entry("serverless-webpack", BUNDLER),
            Map.entry("serverless-bundle", BUNDLER),
            Map.entry("serverless-plugin-typescript", BUNDLER),
            Map.entry(
                    "serverless-python-requirements", "Python packages are those of the project's virtual environment"),
            Map.entry(DOTENV, "Skald reads the `.env` files itself, and gives them to the functions"),
            Map.entry("serverless-iam-roles-per-function", "permissions are not checked here"),
            Map.entry("serverless-domain-manager", "triggers answer under the address of Skald"),
            Map.entry("serverless-prune-plugin", "functions have no old versions here"),
            Map.entry("serverless-plugin-tracing", "there is no X-Ray here"),
            Map.entry("serverless-plugin-warmup", "functions that are idle are started again when they are called"),
            Map.entry("serverless-plugin-aws-alerts", "there are no alarms here; `/metrics` has the numbers"),
            Map.entry("serverless-export-env", "functions get their variables from Skald"));

    private Plugins() {}

    /** The names of the plugins; each becomes a notice. */
    static List<String> read(Section top) {
        List<String> names = new ArrayList<>();
        Optional<Value> plugins = top.value("plugins");
        if (plugins.isEmpty()) return names;
        if (plugins.get() instanceof Value.Mapping)
            top.section("plugins").ifPresent(section -> {
                names.addAll(section.texts("modules"));
                section.harmless("localPath");
                section.close();
            });
        else names.addAll(top.texts("plugins"));
        names.forEach(name -> tell(name, top.reading()));
        return names;
    }

    private static void tell(String name, Reading reading) {
        String inPlace = IN_PLACE.get(name);
        if (inPlace != null) reading.warn("plugins." + name, "not run: " + inPlace);
        else reading.unsupported("plugins." + name, "not run: Skald does not know it");
    }
}
