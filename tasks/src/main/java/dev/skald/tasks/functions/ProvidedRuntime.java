package dev.skald.tasks.functions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any executable that speaks the Runtime API itself: {@code bootstrap} in the code, in a layer, or what the handler names. */
record ProvidedRuntime() implements FunctionRuntime {
    private static final String BOOTSTRAP = "bootstrap";

    @Override
    public Launch launch(FunctionDefinition function, FunctionCode code, @Nullable Integer debugger)
            throws UnusableFunction {
        if (debugger != null)
            throw new UnusableFunction("Skald knows no debugger for " + function.runtime() + ": attach one by hand");
        Path program = program(function, code);
        if (!Files.isExecutable(program)) throw new UnusableFunction(program + " is not executable");
        List<Path> programs = code.inLayers("bin");
        String path = programs.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Map<String, String> environment = path.isEmpty() ? Map.of() : Map.of("PATH", path);
        return new Launch(List.of(program.toString()), code.root(), environment, false);
    }

    private static Path program(FunctionDefinition function, FunctionCode code) throws UnusableFunction {
        List<Path> candidates = new ArrayList<>();
        candidates.add(code.root().resolve(BOOTSTRAP));
        for (Path layer : code.layers()) candidates.add(layer.resolve(BOOTSTRAP));
        if (!function.handler().isBlank())
            candidates.add(code.root().resolve(function.handler()).normalize());
        for (Path candidate : candidates) if (Files.isRegularFile(candidate)) return candidate;
        throw new UnusableFunction(
                "there is no file 'bootstrap' in " + code.root() + " or a layer, and no '" + function.handler() + "'");
    }
}
