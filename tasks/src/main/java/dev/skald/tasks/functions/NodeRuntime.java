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

/** Node.js, with a bootstrap of Skald's own. */
record NodeRuntime(Bootstraps bootstraps, TypeScript typeScript) implements FunctionRuntime {
    private static final String BOOTSTRAP = "bootstrap.mjs";

    @Override
    public Launch launch(FunctionDefinition function, FunctionCode code, @Nullable Integer debugger)
            throws UnusableFunction {
        Path node = Interpreters.node()
                .orElseThrow(() -> new UnusableFunction("there is no node in PATH for " + function.runtime()));
        List<String> command = new ArrayList<>(List.of(node.toString(), "--enable-source-maps"));
        if (debugger != null) command.add("--inspect-brk=127.0.0.1:" + debugger);
        command.add(bootstraps.program(BOOTSTRAP).toString());
        String modules = modules(code);
        Path bundle = typeScript.bundle(function, code.root(), modules);
        Map<String, String> environment = new HashMap<>();
        environment.put("LAMBDA_RUNTIME_DIR", bootstraps.folder().toString());
        environment.put("NODE_PATH", modules);
        if (bundle != null) environment.put("SKALD_HANDLER_FILE", bundle.toString());
        return new Launch(command, code.root(), environment, true);
    }

    /** Where {@code require} looks beside the folders above a file: in layers, and in the project's own packages. */
    private static String modules(FunctionCode code) {
        List<Path> folders = new ArrayList<>(code.inLayers("nodejs/node_modules", "node_modules"));
        for (Path above = code.root(); above != null; above = above.getParent())
            if (Files.isDirectory(above.resolve("node_modules"))) folders.add(above.resolve("node_modules"));
        return folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
