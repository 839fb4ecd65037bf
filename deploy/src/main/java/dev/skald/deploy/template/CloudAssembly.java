package dev.skald.deploy.template;

import dev.skald.deploy.Application;
import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code cdk synth} writes: the stacks of {@code cdk.out}, nested assemblies included. Made for one reading. */
public final class CloudAssembly {
    private static final int NESTING_MAX = 5;
    private static final Pattern ENVIRONMENT = Pattern.compile("aws://([^/]+)/([^/]+)");

    private final Options options;
    private final Reading reading;
    private final List<Stack> stacks = new ArrayList<>();

    /** @param region null when the stack is for any */
    private record Stack(
            Path folder,
            Path template,
            String name,
            @Nullable String region) {}

    private CloudAssembly(Options options, Reading reading) {
        this.options = options;
        this.reading = reading;
    }

    /** Reads by a {@code manifest.json}; what is wrong is in the reading. */
    public static Application read(Path manifest, Options options, Reading reading) {
        return new CloudAssembly(options, reading).read(manifest);
    }

    private Application read(Path manifest) {
        collect(manifest, 0);
        Place place = new Place(manifest, 1);
        if (stacks.isEmpty()) throw reading.stop(place, "there are no stacks in this assembly");
        Draft draft = new Draft(reading);
        Exports exports = new Exports();
        List<Runnable> readers = new ArrayList<>();
        for (Stack stack : stacks) readers.add(prepared(stack, draft, exports));
        readers.forEach(Runnable::run);
        return draft.finish(stacks.getFirst().name(), TemplateProject.stage(options), region(stacks.getFirst()));
    }

    /** All stacks have to be known before one is read: they import from each other. */
    private Runnable prepared(Stack stack, Draft draft, Exports exports) {
        TemplateProject project = new TemplateProject(stack.template(), options, reading);
        Mapping root = project.root();
        TemplateScope scope = project.scope(root, stack.name(), region(stack), exports);
        Assets assets = new Assets(stack.folder(), reading);
        Path manifest = stack.template()
                .resolveSibling(stack.template().getFileName().toString().replace(".template.json", ".assets.json"));
        if (Files.isRegularFile(manifest)) assets.addManifest(manifest);
        return () -> project.readInto(draft, root, scope, assets);
    }

    private String region(Stack stack) {
        return options.regionOr(stack.region());
    }

    private void collect(Path manifest, int depth) {
        Place place = new Place(manifest, 1);
        if (depth > NESTING_MAX) throw reading.stop(place, "assemblies nest deeper than " + NESTING_MAX);
        if (!(reading.value(manifest, place) instanceof Mapping root)
                || !(root.members().get("artifacts") instanceof Mapping artifacts))
            throw reading.stop(place, "this is no manifest of a cloud assembly: it has no `artifacts`");
        artifacts.members().forEach((id, artifact) -> artifact(id, artifact, place.folder(), depth));
    }

    private void artifact(String id, Value artifact, Path folder, int depth) {
        switch (text(artifact, "type")) {
            case "aws:cloudformation:stack" -> {
                String template = text(member(artifact, "properties"), "templateFile");
                String name = text(member(artifact, "properties"), "stackName");
                stacks.add(new Stack(
                        folder,
                        folder.resolve(template),
                        name.isEmpty() ? id : name,
                        region(text(artifact, "environment"))));
            }
            case "cdk:cloud-assembly" ->
                collect(
                        folder.resolve(text(member(artifact, "properties"), "directoryName"))
                                .resolve("manifest.json"),
                        depth + 1);
            default -> {}
        }
    }

    private static @Nullable String region(String environment) {
        Matcher matcher = ENVIRONMENT.matcher(environment);
        return matcher.matches() && !matcher.group(2).equals("unknown-region") ? matcher.group(2) : null;
    }

    private static @Nullable Value member(Value value, String name) {
        return value instanceof Mapping mapping ? mapping.members().get(name) : null;
    }

    private static String text(@Nullable Value value, String name) {
        return value != null && member(value, name) instanceof Scalar scalar ? scalar.text() : "";
    }
}
