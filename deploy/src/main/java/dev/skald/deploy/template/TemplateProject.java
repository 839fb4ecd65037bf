package dev.skald.deploy.template;

import dev.skald.deploy.Application;
import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Overlay;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a template of SAM or CloudFormation, or one stack of the CDK. */
public final class TemplateProject {
    /** What only the tools of the CDK look at. */
    private static final String BOOTSTRAP_VERSION = "BootstrapVersion";

    private final Path file;
    private final Options options;
    private final Reading reading;
    private final Place place;
    private final Set<String> told = new HashSet<>();

    TemplateProject(Path file, Options options, Reading reading) {
        this.file = file;
        this.options = options;
        this.reading = reading;
        this.place = new Place(file, 1);
    }

    /** Reads a {@code template.yaml}; what is wrong is in the reading. */
    public static Application read(Path file, Options options, Reading reading) {
        Draft draft = new Draft(reading);
        TemplateProject project = new TemplateProject(file, options, reading);
        String name = project.folderName();
        Mapping root = project.root();
        String region = options.regionOr(null);
        TemplateScope scope = project.scope(root, name, region, new Exports());
        project.readInto(draft, root, scope, new Assets(project.place.folder(), reading));
        return draft.finish(name, stage(options), region);
    }

    /** Templates have no stages of their own. */
    static String stage(Options options) {
        return Objects.requireNonNullElse(options.stage(), "");
    }

    /** Names of stacks are letters, digits and dashes. */
    private String folderName() {
        Path folder = place.folder().toAbsolutePath().normalize();
        Path named = folder.endsWith(Path.of(".aws-sam", "build"))
                ? folder.resolve("../..").normalize()
                : folder;
        Path last = named.getFileName();
        return last == null ? "stack" : last.toString().replaceAll("[^A-Za-z0-9-]", "-");
    }

    Mapping root() {
        Value root = reading.value(file, place);
        for (Path overlay : options.overlays()) root = Overlay.lay(reading.value(overlay, place), root);
        for (Map.Entry<String, String> each : options.values().entrySet())
            root = Overlay.set(root, each.getKey(), Value.text(place, each.getValue()));
        if (root instanceof Mapping mapping) return mapping;
        throw reading.stop(place, "a template must be a mapping, not " + root.kind());
    }

    /** The names of the template. */
    TemplateScope scope(Mapping root, String stack, String region, Exports exports) {
        Pseudo pseudo = new Pseudo(new Account(region, options.accountId()), stack);
        TemplateScope scope = new TemplateScope(pseudo, options.environment(), reading, this::dynamic);
        if (root.members().get("Parameters") instanceof Mapping parameters)
            parameters.members().forEach((name, value) -> parameter(name, value, scope));
        TemplateReader.declare(List.of(root), "Resources", scope);
        if (root.members().get("Outputs") instanceof Mapping outputs) exports.add(scope, outputs);
        scope.use(exports);
        return scope;
    }

    /** Dynamic references stay as they are: there is nobody to ask for secrets while a project is read. */
    private String dynamic(String text, Place where) {
        int begin = text.indexOf("{{resolve:");
        if (begin >= 0 && told.add(text))
            reading.warn(
                    where.file().getFileName() + ":" + where.line(),
                    "`" + text.substring(begin, Math.max(begin, text.indexOf("}}", begin) + 2))
                            + "` is not resolved here");
        return text;
    }

    private void parameter(String name, Value value, TemplateScope scope) {
        try (Section parameter = Section.of(value, "Parameters." + name, reading)) {
            parameter.harmless("Description", "AllowedPattern", "ConstraintDescription", "NoEcho");
            parameter.harmless("MinLength", "MaxLength", "MinValue", "MaxValue");
            String type = parameter.text("Type", "String");
            String given = options.parameters().get(name);
            List<String> allowed = parameter.texts("AllowedValues");
            String text = given != null ? given : parameter.text("Default").orElse(null);
            if (text == null)
                reading.problem(
                        parameter.place(),
                        "the parameter `" + name + "` has no value: give it with `--param " + name + "=VALUE`");
            else if (!allowed.isEmpty() && !allowed.contains(text))
                reading.problem(
                        parameter.place(),
                        "the parameter `" + name + "` is one of " + allowed + ", not `" + text + "`");
            if (type.startsWith("AWS::SSM::") && given == null && !name.equals(BOOTSTRAP_VERSION))
                reading.warn(
                        parameter.path(), "a parameter of Systems Manager is not asked for: `" + text + "` is used");
            scope.addParameter(name, typed(text == null ? "" : text, type, parameter.place()));
        }
    }

    private static Value typed(String text, String type, Place place) {
        if (!type.startsWith("List<") && !type.equals("CommaDelimitedList")) return Value.text(place, text);
        return new Sequence(
                place,
                Stream.of(text.split(",", -1))
                        .<Value>map(item -> Value.text(place, item.strip()))
                        .toList());
    }

    /** Everything that the template describes. */
    void readInto(Draft draft, Mapping root, TemplateScope scope, Assets assets) {
        try (Section top = Section.of(root, "", reading)) {
            top.harmless("AWSTemplateFormatVersion", "Description", "Metadata", "Outputs", "Rules", "Parameters");
            top.harmless("Conditions", "Mappings", "Resources", "Globals");
            transforms(top);
            if (!top.has("Resources")) reading.problem(place, "a template needs `Resources`");
        }
        Mapping globals =
                root.members().get("Globals") instanceof Mapping mapping ? mapping : new Mapping(place, Map.of());
        TemplateReader.read(scope, draft, assets, globals, options.apiKeys());
    }

    private void transforms(Section top) {
        top.list("Transform").stream()
                .filter(each -> !(each instanceof Scalar scalar && scalar.text().startsWith("AWS::Serverless")))
                .forEach(each -> reading.unsupported("Transform", "only SAM's is known, not " + each.json()));
    }
}
