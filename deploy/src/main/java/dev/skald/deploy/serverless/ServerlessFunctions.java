package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.template.Runtimes;
import dev.skald.tasks.functions.FunctionDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code functions}, {@code layers} and {@code package}. */
final class ServerlessFunctions {
    static final String LAYER = "LambdaLayer";

    private final ServerlessDefaults provider;
    private final ServerlessContext context;
    private final Map<String, Path> layers = new LinkedHashMap<>();

    ServerlessFunctions(ServerlessDefaults provider, ServerlessContext context) {
        this.provider = provider;
        this.context = context;
    }

    void read(Section top) {
        top.named("layers").forEach(this::layer);
        Optional<Path> artifact = artifact(top);
        top.value("functions")
                .map(ServerlessProject::named)
                .orElse(Map.of())
                .forEach((key, value) -> context.reading().part(() -> function(key, value, artifact)));
    }

    /** The archive that the project names; without one the functions run from the project's folder. */
    private Optional<Path> artifact(Section section) {
        Optional<Section> archive = section.section("package");
        Optional<Path> artifact = archive.flatMap(each -> each.text("artifact")).map(context.folder()::resolve);
        archive.ifPresent(each -> {
            each.harmless("individually", "patterns", "include", "exclude", "excludeDevDependencies", "path");
            each.close();
        });
        return artifact;
    }

    private void layer(String key, Value value) {
        try (Section layer = Section.of(value, "layers." + key, context.reading())) {
            layer.harmless("name", "description", "compatibleRuntimes", "compatibleArchitectures", "licenseInfo");
            layer.harmless("allowedAccounts", "retain");
            Optional<Path> path = layer.text("path").map(context.folder()::resolve);
            Optional<Path> artifact = artifact(layer);
            String id = ServerlessContext.logicalId(key) + LAYER;
            artifact.or(() -> path).ifPresent(found -> layers.put(arn(id, layer), found));
        }
    }

    private String arn(String id, Section layer) {
        return context.scope()
                .reference(id, layer.place())
                .map(value -> value instanceof Scalar scalar ? scalar.text() : id)
                .orElse(id);
    }

    private void function(String key, Value value, Optional<Path> artifact) {
        try (Section function = Section.of(value, "functions." + key, context.reading())) {
            ignore(function);
            String name =
                    context.scope().resource(key).map(context.scope()::name).orElse(key);
            function.harmless("name");
            define(function, name, artifact);
            FunctionEvents.read(function, key, name, provider, context);
        }
    }

    private void define(Section function, String name, Optional<Path> artifact) {
        Optional<Path> own = artifact(function);
        if (function.has("image")) {
            context.reading().unsupported(function.path("image"), "functions in container images do not run here");
            function.harmless("handler", "runtime", "environment", "timeout", "memorySize", "layers");
            return;
        }
        FunctionDefinition definition = new FunctionDefinition(
                name,
                runtime(function),
                function.neededText("handler"),
                own.or(() -> artifact).orElse(context.folder()),
                layers(function),
                environment(function),
                Duration.ofSeconds(function.whole("timeout", 1, ServerlessDefaults.TIMEOUT_SECONDS_MAX)
                        .orElse(provider.timeoutSeconds())),
                function.whole("memorySize", 1, ServerlessDefaults.MEMORY_MEGABYTES_MAX)
                        .orElse(provider.memoryMegabytes()),
                function.whole("reservedConcurrency", 0, Integer.MAX_VALUE).orElse(null));
        context.draft().add(definition, function.place());
    }

    private String runtime(Section function) {
        String runtime = function.text("runtime").orElse(provider.runtime());
        return Runtimes.checked(runtime, function.path("runtime"), function.place("runtime"), context.reading());
    }

    private Map<String, String> environment(Section function) {
        Map<String, String> environment = new LinkedHashMap<>(provider.environment());
        environment.putAll(function.textsByName("environment"));
        return environment;
    }

    private List<Path> layers(Section function) {
        List<Path> found = new ArrayList<>();
        List<Value> named = function.has("layers") ? function.list("layers") : provider.layers();
        for (Value layer : named) layer(layer, function.path("layers")).ifPresent(found::add);
        return found;
    }

    /** By its ARN, which a {@code Ref} gives. */
    private Optional<Path> layer(Value value, String path) {
        Optional<Path> known =
                value instanceof Scalar scalar ? Optional.ofNullable(layers.get(scalar.text())) : Optional.empty();
        if (known.isEmpty())
            context.reading().unsupported(path, "only layers of this project are seen: " + value.json() + " is not");
        return known;
    }

    private static void ignore(Section function) {
        function.harmless("description", "tags", "dependsOn", "architecture", "versionFunction", "runtimeManagement");
        function.harmless("provisionedConcurrency", "snapStart", "condition", "disableLogs", "maximumEventAge");
        function.harmless("maximumRetryAttempts", "ephemeralStorageSize");
        function.unsupported(
                "permissions are not checked here",
                "role",
                "iamRoleStatements",
                "iamRoleStatementsInherit",
                "iamRoleStatementsName",
                "resourcePolicy");
        function.unsupported("functions run on this machine, in its network", "vpc");
        function.unsupported("there is no X-Ray here", "tracing");
        function.unsupported("nothing is encrypted with keys of KMS here", "kmsKeyArn", "awsKmsKeyArn");
        function.unsupported(
                "no results are sent on from here; calls that fail are in the log", "onError", "destinations");
        function.unsupported("no file systems are mounted here", "fileSystemConfig");
        function.unsupported("functions have no URLs of their own here; give it an event `httpApi`", "url");
        function.unsupported(
                "logs of functions are in Skald's own log", "logs", "logRetentionInDays", "logDataProtectionPolicy");
        function.unsupported("it is called when it is called", "warmup", "prune");
    }
}
