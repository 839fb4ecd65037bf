package dev.skald.cli.view;

import java.io.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints.
 *
 * @param colours whether colours are wanted: on a terminal, unless {@code NO_COLOR} is set
 * @param live whether a line may be written over: on a terminal
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean colours, boolean live) {

    /** How a text looks, as ANSI has it. */
    public enum Style {
        PLAIN(""),
        BOLD("\033[1m"),
        DIM("\033[2m"),
        RED("\033[31m"),
        GREEN("\033[32m"),
        YELLOW("\033[33m"),
        CYAN("\033[36m");

        private final String begin;

        Style(String begin) {
            this.begin = begin;
        }
    }

    private static final String END = "\033[0m";
    private static final String BACK_TO_LINE_START = "\r\033[K";

    /** The process's own output, in UTF-8. */
    public static Terminal ofProcess(Map<String, String> environment) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(environment.get("TERM"));
        boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                colours,
                terminal);
    }

    /** Prints nothing, except messages. */
    public Terminal silent() {
        return new Terminal(new PrintWriter(Writer.nullWriter()), err, false, false);
    }

    /** The text in that style, when colours are wanted. */
    public String styled(Style style, String text) {
        return colours && style != Style.PLAIN && !text.isEmpty() ? style.begin + text + END : text;
    }

    public void line(String text) {
        out.println((live ? BACK_TO_LINE_START : "") + text);
        out.flush();
    }

    public void line() {
        line("");
    }

    /** Shows a text until the next line is printed. Shows nothing where lines cannot be written over. */
    public void passing(String text) {
        if (!live) return;
        out.print(BACK_TO_LINE_START + text);
        out.flush();
    }

    /** A message beside the output proper. */
    public void message(String text) {
        err.println("skald: " + text);
        err.flush();
    }
}
