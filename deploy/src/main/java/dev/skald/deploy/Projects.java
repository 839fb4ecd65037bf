package dev.skald.deploy;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.ReadingStopped;
import dev.skald.deploy.serverless.ServerlessProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entrance: the place of a project in, an {@link Application} or what is wrong with it out. */
public final class Projects {
    private static final List<String> MAIN_FILES = List.of("serverless.yml", "serverless.yaml", "serverless.json");

    private Projects() {}

    /**
     * What a reading depends on besides the project's files.
     *
     * @param stage {@code --stage}; null means what the project says, else {@code dev}
     * @param region {@code --region}; null means what the project says, else {@code us-east-1}
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
        Reading reading = new Reading();
        try {
            Application application = read(place, options, reading);
            reading.check();
            return application;
        } catch (ReadingStopped e) {
            reading.check();
            throw e; // cannot be: who stops has told why
        }
    }

    private static Application read(Path place, Options options, Reading reading) {
        Path main = mainFile(place, reading);
        return ServerlessProject.read(main, options, reading);
    }

    /** The file itself, or the one that its folder is known by. */
    private static Path mainFile(Path place, Reading reading) {
        Place here = new Place(place, 0);
        if (!Files.isDirectory(place)) {
            if (!Files.isRegularFile(place)) throw reading.stop(here, "there is no such file or folder");
            return place;
        }
        return MAIN_FILES.stream()
                .map(place::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> reading.stop(here, "there is no project here: none of " + MAIN_FILES));
    }
}
