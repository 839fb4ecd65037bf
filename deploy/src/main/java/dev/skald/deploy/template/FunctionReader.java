package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.tasks.functions.FunctionDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads functions: {@code AWS::Lambda::Function} and {@code AWS::Serverless::Function}. */
final class FunctionReader {
    private static final int TIMEOUT_SECONDS_MAX = 900;
    private static final int MEMORY_MEGABYTES_MAX = 10_240;
    private static final String HERE = ".";

    private final TemplateContext context;

    FunctionReader(TemplateContext context) {
        this.context = context;
    }

    /** The function's name. */
    String read(TemplateResource resource, Section function) {
        String name = context.scope().name(resource);
        ignore(function);
        if (function.text("PackageType", "Zip").equals("Image") || function.has("ImageUri")) {
            context.reading().unsupported(resource.path(), "functions in container images do not run here");
            function.harmless(
                    "Code", "CodeUri", "Handler", "Runtime", "Environment", "Timeout", "MemorySize", "Layers");
            return name;
        }
        String runtime = Runtimes.checked(
                function.text("Runtime").orElse(null),
                function.path("Runtime"),
                function.place("Runtime"),
                context.reading());
        Path code = code(resource, function, name, runtime);
        if (code != null) context.draft().add(definition(function, name, runtime, code), function.place());
        return name;
    }

    private FunctionDefinition definition(Section function, String name, String runtime, Path code) {
        return new FunctionDefinition(
                name,
                runtime,
                function.neededText("Handler"),
                code,
                layers(function),
                environment(function),
                function.whole("Timeout", 1, TIMEOUT_SECONDS_MAX)
                        .map(Duration::ofSeconds)
                        .orElse(FunctionDefinition.DEFAULT_TIMEOUT),
                function.whole("MemorySize", 1, MEMORY_MEGABYTES_MAX)
                        .orElse(FunctionDefinition.DEFAULT_MEMORY_MEGABYTES),
                function.whole("ReservedConcurrentExecutions", 0, Integer.MAX_VALUE)
                        .orElse(null));
    }

    private static Map<String, String> environment(Section function) {
        Optional<Section> environment = function.section("Environment");
        Map<String, String> variables =
                environment.map(each -> each.textsByName("Variables")).orElse(Map.of());
        environment.ifPresent(Section::close);
        return variables;
    }

    private @Nullable Path code(TemplateResource resource, Section function, String name, String runtime) {
        Optional<Value> asset = resource.metadata("aws:asset:path");
        Optional<Value> uri = function.value("CodeUri");
        Optional<Value> inline =
                function.value("InlineCode").or(() -> function.section("Code").flatMap(code -> code.value("ZipFile")));
        Optional<Value> key = Stream.of("Code", "CodeUri")
                .flatMap(each -> function.value(each).stream())
                .flatMap(FunctionReader::key)
                .findFirst();
        if (inline.isPresent() && inline.get() instanceof Scalar text)
            return context.assets().inline(name, runtime, text);
        if (asset.isPresent() && asset.get() instanceof Scalar path)
            return existing(context.assets().resolve(path), path);
        if (key.isPresent() && key.get() instanceof Scalar text)
            return context.assets().byKey(text.text()).orElseGet(() -> elsewhere(resource, text));
        if (uri.isPresent() && uri.get() instanceof Scalar path) return source(resource, path, runtime);
        if (function.has("Code"))
            return elsewhere(resource, function.value("Code").orElseThrow());
        return source(resource, Value.text(function.place(), HERE), runtime);
    }

    private static Stream<Value> key(Value code) {
        return code instanceof Mapping mapping
                ? Stream.of("S3Key", "Key")
                        .flatMap(name -> Stream.ofNullable(mapping.members().get(name)))
                : Stream.empty();
    }

    private @Nullable Path elsewhere(TemplateResource resource, Value code) {
        context.reading()
                .problem(
                        code.place(), "the code of `" + resource.id() + "` is not beside the template: " + code.json());
        return null;
    }

    /** Sources that must be built first are better taken from where they were built. */
    private Path source(TemplateResource resource, Scalar path, String runtime) {
        Path source = existing(context.assets().resolve(path), path);
        boolean isBuilt = !runtime.startsWith("java")
                || Stream.of("pom.xml", "build.gradle", "build.gradle.kts")
                        .noneMatch(file -> Files.exists(source.resolve(file)));
        if (!isBuilt)
            context.reading()
                    .warn(resource.path(), source + " holds sources: run `sam build`, and deploy .aws-sam/build");
        return source;
    }

    private Path existing(Path code, Scalar named) {
        if (!Files.exists(code)) context.reading().problem(named.place(), "there is no " + code);
        return code;
    }

    private List<Path> layers(Section function) {
        List<Path> found = new ArrayList<>();
        for (String arn : function.texts("Layers"))
            layer(arn)
                    .ifPresentOrElse(
                            found::add,
                            () -> context.reading()
                                    .unsupported(
                                            function.path("Layers"),
                                            "only layers of this project are seen: `" + arn + "` is not"));
        return found;
    }

    private Optional<Path> layer(String arn) {
        return context.scope().resources().stream()
                .filter(each -> each.kind() == ResourceKind.LAYER || each.kind() == ResourceKind.SAM_LAYER)
                .filter(each -> each.kind()
                        .arn(context.scope().name(each), context.account())
                        .equals(arn))
                .findFirst()
                .flatMap(this::content);
    }

    private Optional<Path> content(TemplateResource layer) {
        Section section = context.section(layer);
        Optional<Value> asset = layer.metadata("aws:asset:path");
        Optional<Value> content = section.value("ContentUri").or(() -> section.value("Content"));
        if (asset.isPresent() && asset.get() instanceof Scalar path)
            return Optional.of(context.assets().resolve(path));
        if (content.isPresent() && content.get() instanceof Scalar path)
            return Optional.of(context.assets().resolve(path));
        return content.flatMap(value -> key(value).findFirst())
                .flatMap(
                        key -> key instanceof Scalar scalar ? context.assets().byKey(scalar.text()) : Optional.empty());
    }

    private static void ignore(Section function) {
        function.harmless(
                "FunctionName", "Description", "Tags", "Architectures", "AutoPublishAlias", "EphemeralStorage");
        function.harmless("ProvisionedConcurrencyConfig", "SnapStart", "RuntimeManagementConfig", "RecursiveLoop");
        function.harmless("PropagateTags", "CodeSha256", "VersionDescription");
        function.unsupported(
                "permissions are not checked here",
                "Role",
                "Policies",
                "PermissionsBoundary",
                "AssumeRolePolicyDocument",
                "CodeSigningConfigArn",
                "RolePath");
        function.unsupported("functions run on this machine, in its network", "VpcConfig");
        function.unsupported("there is no X-Ray here", "Tracing", "TracingConfig");
        function.unsupported("nothing is encrypted with keys of KMS here", "KmsKeyArn");
        function.unsupported(
                "no results are sent on from here; calls that fail are in the log",
                "DeadLetterQueue",
                "DeadLetterConfig",
                "EventInvokeConfig");
        function.unsupported("no file systems are mounted here", "FileSystemConfigs");
        function.unsupported("functions have no URLs of their own here; give it an event HttpApi", "FunctionUrlConfig");
        function.unsupported("logs of functions are in Skald's own log", "LoggingConfig");
        function.unsupported("no versions or aliases are published here", "DeploymentPreference", "ImageConfig");
    }
}
