package dev.skald.deploy;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.serverless.ServerlessProject;
import dev.skald.deploy.template.CloudAssembly;
import dev.skald.deploy.template.TemplateProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entrance: the place of a project in, an {@link Application} or what is wrong with it out. */
public final class Projects {
    private static final List<String> MAIN_FILES = List.of(
            "serverless.yml",
            "serverless.yaml",
            "serverless.json",
            "serverless.ts",
            "serverless.js",
            "template.yaml",
            "template.yml",
            "template.json",
            "cdk.out/manifest.json",
            "manifest.json");

    private static final Set<String> SERVERLESS_KEYS =
            Set.of("service", "provider", "functions", "stepFunctions", "resources");

    private static final Pattern PROGRAM = Pattern.compile(".*\\.(?:ts|js|mjs|cjs)");
    private static final String PROGRAM_ADVICE =
            "Skald runs no programs to read a project: write what it gives to a file (`serverless print --format yaml >"
                    + " serverless.yml`, or `cdk synth` for the CDK) and deploy that";

    private Projects() {}

    /**
     * What a reading depends on besides the project's files.
     *
     * @param stage {@code --stage}; null means what the project says, else {@code dev}
     * @param region {@code --region}; null means what the project says, else what the environment says, else {@code us-east-1}
     * @param parameters {@code --param NAME=VALUE}: values of {@code ${param:NAME}}, and of a template's Parameters
     * @param options further options of the command, for {@code ${opt:NAME}}
     * @param environment the variables of the process, for {@code ${env:NAME}}; endpoints of services among them decide the URLs of
     *     queues
     * @param values {@code --set a.b=VALUE}: keys of the project file that are added or replaced
     * @param overlays {@code --with FILE}: files whose keys are added to the project's, or replace them; the later one wins
     * @param apiKeys values of API keys by name that were generated in an earlier reading, so that they stay
     */
    public record Options(
            @Nullable String stage,
            @Nullable String region,
            String accountId,
            Map<String, String> parameters,
            Map<String, String> options,
            Map<String, String> environment,
            Map<String, String> values,
            List<Path> overlays,
            Map<String, String> apiKeys) {
        /** The region when nobody says another. */
        public static final String DEFAULT_REGION = "us-east-1";

        /** The stage when nobody says another. */
        public static final String DEFAULT_STAGE = "dev";

        public Options {
            parameters = Map.copyOf(parameters);
            options = Map.copyOf(options);
            environment = Map.copyOf(environment);
            values = Map.copyOf(values);
            overlays = List.copyOf(overlays);
            apiKeys = Map.copyOf(apiKeys);
        }

        /** The region of the ARNs of something that names this one, or none. */
        public String regionOr(@Nullable String named) {
            return Stream.of(region, named, environment.get("AWS_DEFAULT_REGION"), environment.get("AWS_REGION"))
                    .filter(each -> each != null && !each.isBlank())
                    .findFirst()
                    .orElse(DEFAULT_REGION);
        }

        /** Nothing but the account. */
        public static Options of(String accountId) {
            return new Options(null, null, accountId, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of());
        }

        public Options withStage(@Nullable String other) {
            return new Options(other, region, accountId, parameters, options, environment, values, overlays, apiKeys);
        }

        public Options withRegion(@Nullable String other) {
            return new Options(stage, other, accountId, parameters, options, environment, values, overlays, apiKeys);
        }

        public Options withParameters(Map<String, String> other) {
            return new Options(stage, region, accountId, other, options, environment, values, overlays, apiKeys);
        }

        public Options withOptions(Map<String, String> other) {
            return new Options(stage, region, accountId, parameters, other, environment, values, overlays, apiKeys);
        }

        public Options withEnvironment(Map<String, String> other) {
            return new Options(stage, region, accountId, parameters, options, other, values, overlays, apiKeys);
        }

        public Options withValues(Map<String, String> other) {
            return new Options(stage, region, accountId, parameters, options, environment, other, overlays, apiKeys);
        }

        public Options withOverlays(List<Path> other) {
            return new Options(stage, region, accountId, parameters, options, environment, values, other, apiKeys);
        }

        public Options withApiKeys(Map<String, String> other) {
            return new Options(stage, region, accountId, parameters, options, environment, values, overlays, other);
        }
    }

    /**
     * Reads a project.
     *
     * @param place its folder, or its main file
     * @throws ProjectException if something is wrong with it: everything that was found
     */
    public static Application read(Path place, Options options) throws ProjectException {
        return read(place, options, _ -> {});
    }

    /**
     * Reads a project, and tells of what it depends on.
     *
     * @param looksAt gets every file that is looked for, wherever it is; also of a project that something is wrong with
     */
    public static Application read(Path place, Options options, Consumer<Path> looksAt) throws ProjectException {
        Reading reading = new Reading(looksAt);
        List<Application> read = new ArrayList<>(1);
        reading.part(() -> read.add(read(place, options, reading)));
        reading.check();
        return read.getFirst();
    }

    private static Application read(Path place, Options options, Reading reading) {
        if (Files.isDirectory(place)) return folder(place, options, reading);
        if (Files.isRegularFile(place)) return file(place, options, reading);
        throw reading.stop(new Place(place, 0), "there is no such file or folder");
    }

    private static Application folder(Path folder, Options options, Reading reading) {
        for (String name : MAIN_FILES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) return file(file, options, reading);
        }
        List<Path> definitions = DefinitionFolder.files(folder, reading);
        if (!definitions.isEmpty()) return DefinitionFolder.read(folder, definitions, options, reading);
        if (Files.exists(folder.resolve("cdk.json")))
            throw reading.stop(new Place(folder, 0), "there is no cdk.out here yet: run `cdk synth` first");
        throw reading.stop(
                new Place(folder, 0),
                "there is no project here: no serverless.yml, template.yaml, cdk.out, and no *.asl.json or *.asl.yaml");
    }

    private static Application file(Path file, Options options, Reading reading) {
        String name = file.getFileName().toString();
        if (PROGRAM.matcher(name).matches()) throw reading.stop(new Place(file, 0), PROGRAM_ADVICE);
        if (DefinitionFolder.isDefinition(file))
            return DefinitionFolder.read(new Place(file, 0).folder(), List.of(file), options, reading);
        Set<String> keys = keys(file, reading);
        if (keys.contains("artifacts")) return CloudAssembly.read(file, options, reading);
        if (keys.contains("Resources") || keys.contains("Transform"))
            return TemplateProject.read(file, options, reading);
        if (keys.contains("StartAt") && keys.contains("States"))
            return DefinitionFolder.read(new Place(file, 0).folder(), List.of(file), options, reading);
        if (Collections.disjoint(keys, SERVERLESS_KEYS))
            throw reading.stop(
                    new Place(file, 0),
                    "this is no project: neither of the Serverless Framework nor a template, an assembly or a definition");
        return ServerlessProject.read(file, options, reading);
    }

    private static Set<String> keys(Path file, Reading reading) {
        return reading.value(file, new Place(file, 0)) instanceof Value.Mapping mapping
                ? mapping.members().keySet()
                : Set.of();
    }
}
