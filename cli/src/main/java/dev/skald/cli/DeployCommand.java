package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.DeploymentLines;
import dev.skald.cli.view.JsonText;
import dev.skald.deploy.Application;
import dev.skald.deploy.ApplicationJson;
import dev.skald.deploy.AwsCheck;
import dev.skald.deploy.Notice;
import dev.skald.deploy.ProjectException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code skald deploy PATH}: deploys a project on the server that runs, or in the store when none does. */
@Command(
        name = "deploy",
        description = {
            "Deploys a project: Serverless Framework, SAM, CDK, CloudFormation, or a folder of ASL.",
            "What it has that Skald does not do is listed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DeployCommand implements SettingCommand {
    /** Any: nothing is deployed. */
    private static final String AWS_ACCOUNT = "000000000000";

    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProjectFlags project = new ProjectFlags();

    @Option(names = "--dry-run", description = "only show what would change")
    private boolean dryRun;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "skald (the default), or aws: only with --check, since Skald does not deploy there",
            defaultValue = "skald")
    private Target target = Target.skald;

    @Option(
            names = "--check",
            description = "with --target aws: lists what the project uses that AWS has not, and deploys nothing")
    private boolean check;

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    /** Where to deploy, spelled as on the command line. */
    private enum Target {
        skald,
        aws
    }

    DeployCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        if (target == Target.aws) return checkForAws();
        if (check) throw new ParameterException(spec.commandLine(), "--check needs --target aws.");
        try (Session session = Session.open(flags, surroundings, Session.Aim.START)) {
            Application application = read(session.executions());
            JsonNode answer = session.executions().deploy(ApplicationJson.tree(application), dryRun);
            show(application, answer, session.own() != null);
            return ExitCode.OK;
        }
    }

    private int checkForAws() throws ProjectException {
        if (!check)
            throw new ParameterException(
                    spec.commandLine(),
                    "Skald does not deploy to AWS: use the project's own tool there, and --target aws --check before.");
        Application application = project.read(surroundings, null, AWS_ACCOUNT, Map.of());
        List<Notice> missing = AwsCheck.of(application);
        new DeploymentLines(surroundings.terminal()).check(missing);
        return missing.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The region and the account of the server are those of the ARNs; keys that were made for the project before stay. */
    private Application read(Executions server) throws IOException, InterruptedException, ProjectException {
        JsonNode deployments = server.deployments();
        String region = deployments.path("region").asString();
        String account = deployments.path("accountId").asString();
        Application first = project.read(surroundings, region, account, Map.of());
        for (JsonNode deployed : deployments.path("deployments"))
            if (deployed.path("name").asString().equals(first.id()))
                return project.read(surroundings, region, account, apiKeys(server.deployment(first.id())));
        return first;
    }

    private static Map<String, String> apiKeys(JsonNode deployment) {
        Map<String, String> keys = new HashMap<>();
        for (JsonNode key : deployment.path("apiKeys"))
            keys.put(key.path("name").asString(), key.path("value").asString());
        return keys;
    }

    private void show(Application application, JsonNode answer, boolean atRest) {
        if (json) {
            surroundings.terminal().exactly(JsonText.pretty(answer));
            return;
        }
        DeploymentLines lines = new DeploymentLines(surroundings.terminal());
        lines.notices(application.notices());
        lines.deployed(answer, dryRun);
        if (atRest && !dryRun)
            surroundings
                    .terminal()
                    .line("no server runs: functions, triggers, rules and schedules begin with `skald server`");
    }
}
