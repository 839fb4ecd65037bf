package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.RedriveLines;
import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald redrive EXECUTION}, and {@code skald redrive --all} with a filter. */
@Command(
        name = "redrive",
        description = {
            "Lets an execution that failed, timed out or was stopped go on where it stopped; with --all, every one that"
                    + " the filter matches.",
            "Counts first, with --dry-run only counts. Exits with 1 if any is refused."
        },
        mixinStandardHelpOptions = true)
final class RedriveCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "EXECUTION", arity = "0..1", description = "its ARN, or MACHINE/NAME")
    private @Nullable String execution;

    @Option(names = "--all", description = "all that the filter matches")
    private boolean all;

    @Mixin
    private RedriveFlags filter = new RedriveFlags();

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "the new input of the state that goes on; @FILE reads a file, - reads standard input")
    private @Nullable String input;

    @Option(
            names = "--onto",
            paramLabel = "VERSION",
            description = "go on with this version, a number or an ARN, or with the machine as it is now: current")
    private @Nullable String onto;

    @Option(names = "--dry-run", description = "change nothing, and tell what would come of it")
    private boolean dryRun;

    @Option(names = "--json", description = "print the outcomes as JSON")
    private boolean json;

    RedriveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        if (all == (execution != null)) throw wrong("Either an execution, or --all.");
        if (!all && filter.given()) throw wrong("A filter needs --all.");
        ObjectNode how = how();
        try (Session session = Session.open(flags, surroundings, dryRun ? Session.Aim.LOOK : Session.Aim.ACT)) {
            return execution == null ? many(session.executions(), how) : one(session.executions(), execution, how);
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private ObjectNode how() throws IOException {
        ObjectNode how = JsonNodeFactory.instance.objectNode();
        if (input != null) how.put("input", surroundings.text(input));
        if (onto != null) how.put("onto", onto);
        return how;
    }

    /** A request of this command can be repeated: what it redrove is not redriven again. */
    private static ObjectNode once(ObjectNode how) {
        return how.deepCopy().put("clientToken", UUID.randomUUID().toString());
    }

    private static ObjectNode dry(ObjectNode how) {
        return how.deepCopy().put("dryRun", true);
    }

    private int one(Executions executions, String named, ObjectNode how) throws Exception {
        JsonNode answer = executions.redrive(executions.arn(named), dryRun ? dry(how) : once(how));
        Instant at = JsonText.instant(answer, "redrivenAt");
        String said = at == null ? "can be redriven" : "redriven at " + at;
        if (json) surroundings.terminal().exactly(JsonText.pretty(answer));
        else surroundings.terminal().line(said);
        return ExitCode.OK;
    }

    private int many(Executions executions, ObjectNode how) throws Exception {
        filter.addTo(how);
        Terminal terminal = json ? surroundings.terminal().silent() : surroundings.terminal();
        RedriveLines lines = new RedriveLines(terminal);
        ArrayNode outcomes = outcomes(executions, dry(how));
        lines.counted(outcomes);
        if (!dryRun && !outcomes.isEmpty()) outcomes = outcomes(executions, once(how));
        lines.outcomes(outcomes);
        if (json) surroundings.terminal().exactly(JsonText.pretty(outcomes));
        return RedriveLines.refused(outcomes) == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static ArrayNode outcomes(Executions executions, ObjectNode how) throws Exception {
        ArrayNode outcomes = JsonNodeFactory.instance.arrayNode();
        executions.redriveAll(how, outcomes::add);
        return outcomes;
    }
}
