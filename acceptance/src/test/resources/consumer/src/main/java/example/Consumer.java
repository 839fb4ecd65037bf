package example;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Uses Skald as a stranger would: by its published artefacts alone. */
public final class Consumer {
    private static final String DEFINITION =
            """
            {"StartAt": "Greet", "States": {"Greet": {"Type": "Task", "End": true,
              "Resource": "arn:aws:lambda:us-east-1:000000000000:function:greet"}}}""";

    private Consumer() {}

    public static void main(String[] args) throws Exception {
        Path store = Files.createTempDirectory("consumer").resolve("store.db");
        try (Skald skald = Skald.at(store).register("greet", (input, step) -> input).open()) {
            String machine = skald.deploy("greeting", DEFINITION, MachineType.STANDARD);
            String execution = skald.start(machine, "first", Payload.parse("\"hello\""));
            RunResult result = skald.await(execution, Duration.ofSeconds(30));
            System.out.println(result.status() + " " + result.output());
        }
    }
}
