package dev.skald.cli;

import dev.skald.engine.Skald;
import dev.skald.tasks.FunctionClasses;
import dev.skald.tasks.FunctionLoadException;
import dev.skald.tasks.LambdaEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine with all that it stands on, to be closed together.
 *
 * @param projectClassPath where the classes of the project itself are
 */
record Running(
        Skald skald, FunctionClasses classes, @Nullable LambdaEndpoint endpoint, List<Path> projectClassPath)
        implements AutoCloseable {

    /** An object of a class of the project. */
    <T> T instance(String className, Class<T> type) throws FunctionLoadException {
        return classes.instance(projectClassPath, className, type);
    }

    /** The engine first: it uses the others. */
    @Override
    public void close() throws IOException {
        skald.close();
        if (endpoint != null) endpoint.close();
        classes.close();
    }
}
