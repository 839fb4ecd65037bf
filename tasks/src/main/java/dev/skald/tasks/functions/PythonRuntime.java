package dev.skald.tasks.functions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Python, with a bootstrap of Skald's own. A project's virtual environment comes before the machine's Python. */
record PythonRuntime(Bootstraps bootstraps) implements FunctionRuntime {
    private static final String BOOTSTRAP = "bootstrap.py";
    private static final List<String> ENVIRONMENTS = List.of(".venv", "venv");

    @Override
    public Launch launch(FunctionDefinition function, FunctionCode code, @Nullable Integer debugger)
            throws UnusableFunction {
        List<String> command = new ArrayList<>();
        Path python = python(function, code.root());
        command.add(python.toString());
        if (debugger != null && !Interpreters.has(python, "debugpy"))
            throw new UnusableFunction(python + " has no debugpy: install it (python -m pip install debugpy)");
        if (debugger != null)
            command.addAll(List.of("-m", "debugpy", "--listen", "127.0.0.1:" + debugger, "--wait-for-client"));
        command.add(bootstraps.program(BOOTSTRAP).toString());
        Map<String, String> environment = new HashMap<>();
        environment.put("LAMBDA_RUNTIME_DIR", bootstraps.folder().toString());
        environment.put("PYTHONPATH", layers(function, code));
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONIOENCODING", "utf-8:backslashreplace");
        // The project's folder stays as it is, as a task root that cannot be written to.
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        return new Launch(command, code.root(), environment, true);
    }

    private static Path python(FunctionDefinition function, Path root) throws UnusableFunction {
        for (Path above = root; above != null && above.getNameCount() > 1; above = above.getParent()) {
            for (String name : ENVIRONMENTS) {
                Path own = above.resolve(name).resolve("bin").resolve("python");
                if (Files.isExecutable(own)) return own;
            }
        }
        return Interpreters.python(function.runtime(), "python3", "python")
                .orElseThrow(() -> new UnusableFunction("there is no python3 in PATH for " + function.runtime()));
    }

    private static String layers(FunctionDefinition function, FunctionCode code) {
        return code.inLayers("python", "python/lib/" + function.runtime() + "/site-packages").stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
