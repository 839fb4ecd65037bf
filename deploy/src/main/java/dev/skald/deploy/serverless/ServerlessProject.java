package dev.skald.deploy.serverless;

import dev.skald.deploy.Application;
import dev.skald.deploy.Notice;
import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Overlay;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import dev.skald.deploy.template.Account;
import dev.skald.deploy.template.Assets;
import dev.skald.deploy.template.Draft;
import dev.skald.deploy.template.Pseudo;
import dev.skald.deploy.template.TemplateReader;
import dev.skald.deploy.template.TemplateResource;
import dev.skald.deploy.template.TemplateScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a project of the Serverless Framework. Made for one reading. */
public final class ServerlessProject {
    /** Keys whose variables are resolved only where they are asked for. */
    private static final Set<String> LAZY = Set.of("custom", "params", "stages", "outputs");

    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String MACHINE = "AWS::StepFunctions::StateMachine";
    private static final int FUNCTION_NAME_MAX = 64;
    private static final int MACHINE_NAME_MAX = 80;

    private final Path file;
    private final Options options;
    private final Reading reading;
    private final Place place;

    private ServerlessProject(Path file, Options options, Reading reading) {
        this.file = file;
        this.options = options;
        this.reading = reading;
        this.place = new Place(file, 1);
    }

    /** Reads a {@code serverless.yml} or {@code serverless.json}; what is wrong is in the reading. */
    public static Application read(Path file, Options options, Reading reading) {
        return new ServerlessProject(file, options, reading).read();
    }

    private Application read() {
        Value root = overlaid(reading.value(file, place));
        if (!(root instanceof Mapping mapping))
            throw reading.stop(place, "a project file must be a mapping, not " + root.kind());
        Sources sources = new Sources(place.folder(), mapping, options, reading);
        Variables variables = new Variables(sources, reading);
        Map<String, String> dotEnv = dotEnv(mapping, sources, variables);
        Mapping resolved = resolved(mapping, variables);
        String service = service(resolved);
        TemplateScope scope = scope(resolved, service, variables);
        Draft draft = new Draft(reading);
        ServerlessContext context =
                new ServerlessContext(place.folder(), service, variables.stage(), scope, draft, reading);
        declare(resolved, context);
        if (resolved.members().get("stepFunctions") instanceof Mapping steps)
            named(steps.members().get("stateMachines")).forEach(this::tellMachine);
        try (Section top = Section.of(computed(resolved, scope), "", reading)) {
            parts(top, resolved, dotEnv, context);
        }
        Mapping noGlobals = new Mapping(place, Map.of());
        TemplateReader.read(scope, draft, new Assets(place.folder(), reading), noGlobals, options.apiKeys());
        return draft.finish(service, variables.stage(), variables.region());
    }

    private Value overlaid(Value root) {
        Value value = root;
        for (Path overlay : options.overlays()) value = Overlay.lay(reading.value(overlay, place), value);
        for (Map.Entry<String, String> each : options.values().entrySet())
            value = Overlay.set(value, each.getKey(), Value.text(place, each.getValue()));
        return value;
    }

    /** What the functions get of {@code .env} files, which the variables of the project get in any case. */
    private Map<String, String> dotEnv(Mapping root, Sources sources, Variables variables) {
        boolean isPlugin = root.members().get("plugins") instanceof Sequence plugins
                && plugins.items().stream()
                        .anyMatch(item ->
                                item instanceof Scalar scalar && scalar.text().equals(Plugins.DOTENV));
        boolean isUsed = root.members().get("useDotenv") instanceof Scalar used
                        && used.text().equalsIgnoreCase("true")
                || root.members().get("frameworkVersion") instanceof Scalar version
                        && version.text().matches("[~^]?4.*");
        if (!isPlugin && !isUsed) return Map.of();
        Map<String, String> found = DotEnv.read(place.folder(), variables.stage(), reading);
        sources.addEnvironment(found);
        return isPlugin ? found : Map.of();
    }

    private static Mapping resolved(Mapping root, Variables variables) {
        Map<String, Value> members = new LinkedHashMap<>();
        root.members()
                .forEach((name, value) ->
                        members.put(name, LAZY.contains(name) ? value : variables.resolve(value, name)));
        return new Mapping(root.place(), members);
    }

    private static Mapping computed(Mapping resolved, TemplateScope scope) {
        Map<String, Value> members = new LinkedHashMap<>();
        resolved.members()
                .forEach((name, value) -> members.put(
                        name,
                        LAZY.contains(name) || name.equals("resources")
                                ? value
                                : scope.intrinsics().evaluate(value)));
        return new Mapping(resolved.place(), members);
    }

    private String service(Mapping root) {
        Value service = root.members().get("service");
        if (service instanceof Mapping named && named.members().get("name") instanceof Scalar name) return name.text();
        if (service instanceof Scalar scalar && !scalar.text().isBlank()) return scalar.text();
        Path folder = place.folder().toAbsolutePath().normalize().getFileName();
        String name = folder == null ? "service" : folder.toString().replaceAll("[^A-Za-z0-9-]", "-");
        reading.warn("service", "there is none: the folder's name `" + name + "` is used");
        return name;
    }

    private TemplateScope scope(Mapping root, String service, Variables variables) {
        String stack = root.members().get("provider") instanceof Mapping provider
                        && provider.members().get("stackName") instanceof Scalar name
                ? name.text()
                : service + "-" + variables.stage();
        Pseudo pseudo = new Pseudo(new Account(variables.region(), options.accountId()), stack);
        PseudoTexts texts = new PseudoTexts(pseudo);
        TemplateScope scope = new TemplateScope(pseudo, options.environment(), reading, texts::replace);
        texts.use(scope);
        return scope;
    }

    /** Makes known to what logical ids refer, before anything is computed. */
    private void declare(Mapping root, ServerlessContext context) {
        named(root.members().get("functions")).forEach((key, value) -> declareFunction(key, value, context));
        named(root.members().get("layers")).forEach((key, value) -> declareLayer(key, value, context));
        if (root.members().get("stepFunctions") instanceof Mapping steps)
            named(steps.members().get("stateMachines")).forEach((key, value) -> declareMachine(key, value, context));
        TemplateReader.declare(resources(root), "resources.Resources", context.scope());
    }

    /** The plugin rewrites <code>#{AWS::Region}</code> in definitions only. */
    private void tellMachine(String key, Value machine) {
        if (machine instanceof Mapping mapping && mapping.members().get("events") instanceof Value events)
            tellPseudo(events, "stepFunctions.stateMachines." + key + ".events");
    }

    private void tellPseudo(Value value, String path) {
        switch (value) {
            case Mapping mapping -> mapping.members().forEach((key, each) -> tellPseudo(each, path + "." + key));
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++)
                    tellPseudo(sequence.items().get(i), path + "[" + i + "]");
            }
            case Scalar scalar
            when scalar.text().contains("#{AWS::") ->
                reading.warn(path, Notice.PUBLIC_PLUGIN + " leaves `#{AWS::...}` as it is here; it is resolved");
            case Scalar scalar -> {}
        }
    }

    /** By key; {@code functions} may also be a list of such mappings. */
    static Map<String, Value> named(@Nullable Value value) {
        Map<String, Value> named = new LinkedHashMap<>();
        if (value == null) return named;
        for (Value item : Section.items(value)) if (item instanceof Mapping mapping) named.putAll(mapping.members());
        return named;
    }

    private static void declareFunction(String key, Value value, ServerlessContext context) {
        String id = ServerlessContext.logicalId(key) + "LambdaFunction";
        String name = member(value, "name").orElseGet(() -> context.name(key, FUNCTION_NAME_MAX));
        context.scope().add(TemplateResource.named(id, FUNCTION, "FunctionName", name, value.place()));
        context.scope().addAlias(key, id);
    }

    private static void declareLayer(String key, Value value, ServerlessContext context) {
        String id = ServerlessContext.logicalId(key) + ServerlessFunctions.LAYER;
        context.scope().add(TemplateResource.named(id, "AWS::Lambda::LayerVersion", "LayerName", key, value.place()));
    }

    private static void declareMachine(String key, Value value, ServerlessContext context) {
        String byKey = ServerlessContext.logicalId(key) + "StepFunctionsStateMachine";
        String id = member(value, "id").map(ServerlessContext::logicalId).orElse(byKey);
        String name = member(value, "name").orElseGet(() -> context.name(key, MACHINE_NAME_MAX));
        context.scope().add(TemplateResource.named(id, MACHINE, "StateMachineName", name, value.place()));
        context.scope().addAlias(byKey, id);
    }

    private static Optional<String> member(Value value, String name) {
        return value instanceof Mapping mapping
                        && mapping.members().get(name) instanceof Scalar scalar
                        && !scalar.text().isBlank()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /** {@code resources} is a template or a list of templates. */
    private List<Mapping> resources(Mapping root) {
        Value resources = root.members().get("resources");
        if (resources == null) return List.of();
        return Section.items(resources).stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    private void template(Mapping template) {
        try (Section section = Section.of(template, "resources", reading)) {
            section.harmless("Resources", "Outputs", "Conditions", "Mappings", "Rules", "Metadata");
            section.harmless("AWSTemplateFormatVersion", "Description");
            section.unsupported("parameters of the stack have no values here: use `${param:}`", "Parameters");
            section.unsupported("what the framework makes of functions and machines is not changed here", "extensions");
        }
    }

    private void parts(Section top, Mapping resolved, Map<String, String> dotEnv, ServerlessContext context) {
        top.harmless("service", "resources", "custom", "params", "stages", "useDotenv", "frameworkVersion");
        top.harmless("configValidationMode", "variablesResolutionMode", "unresolvedVariablesNotificationMode");
        top.harmless("deprecationNotificationMode", "disabledDeprecations", "outputs");
        top.unsupported("Skald knows no dashboard of the framework", "org", "app", "tenant", "console", "dashboard");
        top.unsupported("functions are run from their sources; nothing is built", "build");
        resources(resolved).forEach(this::template);
        Plugins.read(top);
        ServerlessDefaults provider = ServerlessDefaults.read(top, dotEnv, options, context);
        new ServerlessFunctions(provider, context).read(top);
        ServerlessMachines.read(top, provider, context);
    }
}
