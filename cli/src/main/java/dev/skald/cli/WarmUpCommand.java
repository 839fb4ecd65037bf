package dev.skald.cli;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.cli.project.Project;
import dev.skald.engine.Skald;
import java.time.Duration;
import picocli.CommandLine.Command;

/**
 * {@code skald warm-up}: loads what the other commands load, for the launcher's start-up cache. Touches no store and no
 * port.
 */
@Command(name = "warm-up", hidden = true, description = "Loads classes for the start-up cache.")
final class WarmUpCommand implements SettingCommand {
    private static final String DEFINITION = """
            {"StartAt": "Do", "States": {
              "Do": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:do",
                     "ResultPath": "$.done", "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "Enough?"},
              "Enough?": {"Type": "Choice", "Default": "End",
                          "Choices": [{"Variable": "$.done", "BooleanEquals": false, "Next": "Do"}]},
              "End": {"Type": "Pass", "End": true}}}
            """;

    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags();

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        Project.find(surroundings.folder());
        try (Skald skald = Skald.inMemory()
                .register("do", (_, _) -> Payload.ofText("true"))
                .open()) {
            String machine = skald.deploy("warm-up", DEFINITION, MachineType.STANDARD);
            skald.await(skald.start(machine, null, Payload.EMPTY_OBJECT), Duration.ofSeconds(10));
        }
        return ExitCode.OK;
    }
}
