package dev.skald.cli.project;

import dev.skald.engine.store.ExecutionRow;
import java.io.IOException;
import java.util.List;

/**
 * What {@code skald run} shows at its end, named as {@code report} in {@code skald.yml}: for example the books of the
 * participants. A public class with a public constructor: the one that takes a {@link java.nio.file.Path} gets the
 * folder of the store.
 */
@FunctionalInterface
public interface Report {
    /**
     * Prints, and tells whether all is well. {@code skald run} exits with 1 when it is not.
     *
     * @param executions the executions of the project's machines, those of earlier runs too, newest first
     * @param out where to print lines
     */
    boolean print(List<ExecutionRow> executions, Appendable out) throws Exception;

    /** Prints one line. */
    static void line(Appendable out, String text) throws IOException {
        out.append(text).append('\n');
    }
}
