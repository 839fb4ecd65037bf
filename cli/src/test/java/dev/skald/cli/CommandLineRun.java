package dev.skald.cli;

import dev.skald.cli.view.Terminal;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in this process and keeps what they print. */
final class CommandLineRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> variables = new HashMap<>();
    private final Path folder;

    CommandLineRun(Path folder) {
        this.folder = folder;
        // Nobody listens at port 1: the commands open the store themselves.
        variables.put("SKALD_ENDPOINT", "http://127.0.0.1:1");
    }

    CommandLineRun with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    int run(String... arguments) {
        return run(new PrintWriter(out, true), arguments);
    }

    /** With that as its standard output. */
    int runOnto(OutputStream output, String... arguments) {
        return run(Terminal.writer(output), arguments);
    }

    private int run(PrintWriter output, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Terminal terminal = new Terminal(output, new PrintWriter(err, true), false, false);
        return SkaldCommand.run(new Surroundings(terminal, variables, folder), arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
