package dev.skald.cli.view;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** A {@link #failure}: whoever read the output has seen enough, as {@code head} has. */
    public static final String NO_READER = "Broken pipe";

    private static final String END = "\033[0m";
    private static final String BACK_TO_LINE_START = "\r\033[K";

    /** The process's own output, in UTF-8. */
    public static Terminal ofProcess(Map<String, String> environment) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(environment.get("TERM"));
        boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                writer(new FileOutputStream(FileDescriptor.out)),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                colours,
                terminal);
    }

    /** A writer for {@link #out} whose {@link #failure} is known. */
    public static PrintWriter writer(OutputStream out) {
        return new OutputWriter(out);
    }

    /** Prints nothing, except messages. */
    public Terminal silent() {
        return new Terminal(new PrintWriter(Writer.nullWriter()), err, false, false);
    }

    /** The text in that style, when colours are wanted. */
    public String styled(Style style, String text) {
        return colours && style != Style.PLAIN && !text.isEmpty() ? style.begin + text + END : text;
    }

    /** Prints a line for people: what it quotes does nothing to the terminal. */
    public void line(String text) {
        exactly(harmless(text));
    }

    /** Prints a text for programs: JSON, a definition, a picture. */
    public void exactly(String text) {
        out.println((live ? BACK_TO_LINE_START : "") + text);
        out.flush();
    }

    /** What kept lines from being printed, {@link #NO_READER} maybe; null when nothing did. */
    public @Nullable String failure() {
        if (!out.checkError()) return null;
        return out instanceof OutputWriter known ? known.reason() : "it is closed";
    }

    public void line() {
        line("");
    }

    /** Shows a text until the next line is printed. Shows nothing where lines cannot be written over. */
    public void passing(String text) {
        if (!live) return;
        out.print(BACK_TO_LINE_START + harmless(text));
        out.flush();
    }

    /** A message beside the output proper. */
    public void message(String text) {
        err.println("skald: " + harmless(text));
        err.flush();
    }

    /** Control characters, which names, causes and logs may hold, are shown as pictures; styles stay. */
    private String harmless(String text) {
        if (text.chars().noneMatch(Terminal::isControl)) return text;
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            String style = colours ? styleAt(text, i) : "";
            if (style.isEmpty()) {
                shown.append(isControl(text.charAt(i)) ? picture(text.charAt(i)) : text.charAt(i));
            } else {
                shown.append(style);
                i += style.length() - 1;
            }
        }
        return shown.toString();
    }

    private static String styleAt(String text, int index) {
        if (text.startsWith(END, index)) return END;
        for (Style style : Style.values())
            if (style != Style.PLAIN && text.startsWith(style.begin, index)) return style.begin;
        return "";
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t';
    }

    private static char picture(char control) {
        if (control < ' ') return (char) ('\u2400' + control);
        return control == '\u007f' ? '\u2421' : '\ufffd';
    }
}
