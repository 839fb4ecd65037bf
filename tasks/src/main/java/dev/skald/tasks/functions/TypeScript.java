package dev.skald.tasks.functions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Handlers in TypeScript, bundled for Node.js by the project's own esbuild. */
final class TypeScript {
    private static final List<String> SOURCES = List.of(".ts", ".mts", ".cts", ".tsx");
    private static final List<String> SCRIPTS = List.of("", ".js", ".mjs", ".cjs");
    private static final String ESBUILD = "node_modules/.bin/esbuild";
    private static final long BUNDLE_SECONDS_MAX = 60;
    private static final int ERROR_CHARACTERS_MAX = 2_000;

    /** Dependencies in CommonJS that are bundled into a module still call {@code require}. */
    private static final String REQUIRE =
            "import {createRequire as __skaldRequire} from 'node:module'; const require = __skaldRequire(import.meta.url);";

    private final Path cache;

    TypeScript(Path cache) {
        this.cache = cache.resolve("typescript").toAbsolutePath();
    }

    /**
     * The bundle to load instead of the handler's file; null when that is no TypeScript.
     *
     * @param modules where packages are beside the folders above the file, as {@code NODE_PATH} has it: those of layers
     * @throws UnusableFunction when there is no esbuild above the file, or it finds errors
     */
    @Nullable
    Path bundle(FunctionDefinition function, Path root, String modules) throws UnusableFunction {
        Path source = source(function.handler(), root);
        if (source == null) return null;
        Path esbuild = esbuild(source);
        boolean isModule = isModule(source);
        Path folder =
                cache.resolve(UUID.nameUUIDFromBytes((function.name() + "\n" + source).getBytes(StandardCharsets.UTF_8))
                        .toString());
        Path bundle = folder.resolve(isModule ? "handler.mjs" : "handler.cjs");
        ProcessBuilder bundling =
                new ProcessBuilder(command(esbuild, source, bundle, isModule)).directory(root.toFile());
        bundling.environment().put("NODE_PATH", modules);
        run(bundling, folder);
        return bundle;
    }

    private static @Nullable Path source(String handler, Path root) {
        int slash = handler.lastIndexOf('/');
        int dot = handler.indexOf('.', slash + 1);
        if (dot < 0) return null;
        String module = handler.substring(0, dot);
        for (String ending : SCRIPTS) if (Files.isRegularFile(root.resolve(module + ending))) return null;
        for (String ending : SOURCES)
            if (Files.isRegularFile(root.resolve(module + ending)))
                return root.resolve(module + ending).normalize();
        return null;
    }

    private static Path esbuild(Path source) throws UnusableFunction {
        for (Path above = source.getParent(); above != null; above = above.getParent())
            if (Files.isExecutable(above.resolve(ESBUILD))) return above.resolve(ESBUILD);
        throw new UnusableFunction(source + " is TypeScript, and no folder above it has " + ESBUILD
                + ": install esbuild in the project (npm install --save-dev esbuild)");
    }

    private static boolean isModule(Path source) throws UnusableFunction {
        if (source.toString().endsWith(".mts")) return true;
        if (source.toString().endsWith(".cts")) return false;
        for (Path above = source.getParent(); above != null; above = above.getParent()) {
            Path description = above.resolve("package.json");
            if (Files.isRegularFile(description))
                return read(description).matches("(?s).*\"type\"\\s*:\\s*\"module\".*");
        }
        return false;
    }

    private static String read(Path file) throws UnusableFunction {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UnusableFunction("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path esbuild, Path source, Path bundle, boolean isModule) {
        List<String> command = new ArrayList<>(List.of(
                esbuild.toString(),
                source.toString(),
                "--bundle",
                "--platform=node",
                "--target=node20",
                "--sourcemap",
                "--external:*.node",
                "--log-level=error",
                "--outfile=" + bundle));
        command.add(isModule ? "--format=esm" : "--format=cjs");
        if (isModule) command.add("--banner:js=" + REQUIRE);
        return command;
    }

    private static void run(ProcessBuilder bundling, Path folder) throws UnusableFunction {
        try {
            Files.createDirectories(folder);
            Path errors = folder.resolve("errors.txt");
            Process process = bundling.redirectErrorStream(true)
                    .redirectOutput(errors.toFile())
                    .start();
            boolean inTime = process.waitFor(BUNDLE_SECONDS_MAX, TimeUnit.SECONDS);
            if (!inTime) ProcessTree.kill(process);
            if (!inTime || process.exitValue() != 0)
                throw new UnusableFunction("esbuild does not bundle it: " + shown(errors, inTime));
        } catch (IOException e) {
            throw new UnusableFunction("esbuild does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableFunction("esbuild was interrupted", e);
        }
    }

    private static String shown(Path errors, boolean inTime) throws IOException {
        if (!inTime) return "it takes more than " + BUNDLE_SECONDS_MAX + " s";
        String text = Files.readString(errors).strip();
        return text.length() <= ERROR_CHARACTERS_MAX ? text : text.substring(0, ERROR_CHARACTERS_MAX) + "...";
    }
}
