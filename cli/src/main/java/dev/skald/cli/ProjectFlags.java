package dev.skald.cli;

import dev.skald.deploy.Application;
import dev.skald.deploy.ProjectException;
import dev.skald.deploy.Projects;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which project of others to read, and with what: for commands that deploy. */
final class ProjectFlags {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            defaultValue = ".",
            description = {
                "the project's folder, or its file: serverless.yml, a SAM or CloudFormation template,",
                "cdk.out, or a folder of *.asl.json and *.asl.yaml"
            })
    private String place = ".";

    @Option(
            names = "--stage",
            description = "the stage, for $${sls:stage} and $${opt:stage} (default: the project's, else dev)")
    private @Nullable String stage;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "a value for $${param:NAME}, or a parameter of a template; may be repeated")
    private Map<String, String> parameters = Map.of();

    @Option(names = "--option", paramLabel = "NAME=VALUE", description = "a value for $${opt:NAME}; may be repeated")
    private Map<String, String> options = Map.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a key of the project file to add or replace, such as custom.app=shop; may be repeated")
    private Map<String, String> values = Map.of();

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "a file whose keys are added to those of the project, or replace them; may be repeated")
    private List<Path> overlays = List.of();

    /** Where the project is. */
    Path place(Surroundings surroundings) {
        return surroundings.folder().resolve(place).toAbsolutePath().normalize();
    }

    /**
     * Reads it.
     *
     * @param region the region of its ARNs; null means the one that it names itself
     * @param apiKeys keys by name that were made before
     */
    Application read(Surroundings surroundings, @Nullable String region, String accountId, Map<String, String> apiKeys)
            throws ProjectException {
        return read(surroundings, region, accountId, apiKeys, _ -> {});
    }

    /** @param looksAt gets every file that the project depends on */
    Application read(
            Surroundings surroundings,
            @Nullable String region,
            String accountId,
            Map<String, String> apiKeys,
            Consumer<Path> looksAt)
            throws ProjectException {
        Projects.Options wanted = Projects.Options.of(accountId)
                .withStage(stage)
                .withRegion(region)
                .withParameters(parameters)
                .withOptions(options)
                .withEnvironment(surroundings.variables())
                .withValues(values)
                .withOverlays(
                        overlays.stream().map(surroundings.folder()::resolve).toList())
                .withApiKeys(apiKeys);
        return Projects.read(place(surroundings), wanted, looksAt);
    }
}
