package dev.skald.cli;

import dev.skald.cli.project.Expectation;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Report;
import dev.skald.cli.project.Scenario;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.cli.run.Arrivals;
import dev.skald.cli.run.ScenarioRun;
import dev.skald.cli.run.ScenarioRun.Outcome;
import dev.skald.cli.view.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald run PROJECT}: runs a project's scenarios and checks them. */
@Command(
        name = "run",
        description = {
            "Runs the scenarios of a project, shows each step, and checks what came of them.",
            "A run that was cut off is gone on with; its store is in the project's folder unless --store says otherwise."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags(
            Setting.STORE, Setting.OBJECTS, Setting.LAMBDA_ENDPOINT, Setting.ACCOUNT_ID, Setting.REGION);

    @Parameters(
            paramLabel = "PROJECT",
            arity = "0..1",
            description = "the project's folder, or its file",
            defaultValue = ".")
    private String place = ".";

    @Option(names = "--json", description = "print the outcomes as JSON instead of the steps")
    private boolean json;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        Project project = Project.read(surroundings.folder().resolve(place));
        SettingValues settings = new SettingValues(flags.given(), surroundings.variables(), project.settings());
        Arrivals arrivals = new Arrivals();
        Assembly assembly = new Assembly(project, settings.withDefault(Setting.STORE, ownStore(project)), surroundings);
        try (Running running = assembly.open(arrivals)) {
            return run(project, running, arrivals);
        }
    }

    /** A project's store is found wherever the command is run from. */
    private static String ownStore(Project project) {
        return project.folder().resolve(".skald").resolve("skald.db").toString();
    }

    private int run(Project project, Running running, Arrivals arrivals) throws Exception {
        Terminal terminal = json ? surroundings.terminal().silent() : surroundings.terminal();
        ScenarioRun run = new ScenarioRun(project, running.skald(), arrivals, terminal);
        List<Outcome> outcomes = run.run(scenario -> check(scenario, running));
        boolean expected = outcomes.stream().allMatch(outcome -> outcome.unmet().isEmpty());
        boolean balanced = project.report() == null || run.report(running.instance(project.report(), Report.class));
        if (json) surroundings.terminal().exactly(json(outcomes, balanced));
        return expected && balanced ? ExitCode.OK : ExitCode.FAILED;
    }

    private static @Nullable Expectation check(Scenario scenario, Running running) throws Exception {
        String check = scenario.expected().check();
        return check == null ? null : running.instance(check, Expectation.class);
    }

    private static String json(List<Outcome> outcomes, boolean balanced) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode scenarios = root.putArray("scenarios");
        for (Outcome outcome : outcomes) {
            ObjectNode scenario = scenarios.addObject();
            scenario.put("scenario", outcome.scenario().name());
            scenario.put("executionArn", outcome.result().executionArn());
            scenario.put("status", outcome.result().status().name());
            ArrayNode unmet = scenario.putArray("unmet");
            outcome.unmet().forEach(unmet::add);
        }
        root.put("reportIsWell", balanced);
        return root.toString();
    }
}
