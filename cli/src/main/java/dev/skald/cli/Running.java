package dev.skald.cli;

import dev.skald.engine.Skald;
import dev.skald.tasks.FunctionClasses;
import dev.skald.tasks.FunctionLoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An engine with all that it stands on, to be closed together.
 *
 * @param projectClassPath where the classes of the project itself are
 */
record Running(Skald skald, FunctionClasses classes, Facilities facilities, List<Path> projectClassPath)
        implements AutoCloseable {

    /** An object of a class of the project. */
    <T> T instance(String className, Class<T> type) throws FunctionLoadException {
        return classes.instance(projectClassPath, className, type);
    }

    /** The engine before what it uses, and what works for it before the engine. */
    @Override
    public void close() throws IOException {
        facilities.stop();
        skald.close();
        facilities.close();
        classes.close();
    }
}
