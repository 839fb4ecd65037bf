package dev.skald.cli;

import dev.skald.cli.view.Terminal;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it, handed in so that tests can hand in something else.
 *
 * @param variables the environment
 * @param folder the working folder
 */
record Surroundings(Terminal terminal, Map<String, String> variables, Path folder) {

    static Surroundings ofProcess() {
        return new Surroundings(Terminal.ofProcess(System.getenv()), System.getenv(), Path.of(""));
    }
}
