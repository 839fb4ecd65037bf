package dev.skald.tasks.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A function's code as it lies on this machine.
 *
 * @param root the folder that is {@code LAMBDA_TASK_ROOT}
 * @param archive the jar, when the code is one
 * @param layers the folders that are under {@code /opt} on AWS, the first one first
 */
record FunctionCode(Path root, List<Path> archive, List<Path> layers) {
    FunctionCode {
        archive = List.copyOf(archive);
        layers = List.copyOf(layers);
    }

    /** The code of a function, unpacked when need be. */
    static FunctionCode of(FunctionDefinition function, Archives archives) throws UnusableFunction {
        List<Path> layers = new ArrayList<>();
        for (Path layer : function.layers()) layers.add(folder(layer, "layer", archives));
        Path code = function.code().toAbsolutePath().normalize();
        if (!isJar(code)) return new FunctionCode(folder(code, "code", archives), List.of(), layers);
        if (!Files.isRegularFile(code)) throw new UnusableFunction("there is no " + code);
        Path parent = code.getParent();
        return new FunctionCode(parent == null ? code : parent, List.of(code), layers);
    }

    private static boolean isJar(Path code) {
        return code.toString().endsWith(".jar");
    }

    private static Path folder(Path part, String what, Archives archives) throws UnusableFunction {
        Path place = part.toAbsolutePath().normalize();
        if (Files.isDirectory(place)) return place;
        if (Files.isRegularFile(place)) return archives.unpacked(place);
        throw new UnusableFunction("its " + what + " is not there: " + place);
    }

    /** Folders of its layers that are there, by their place below {@code /opt}. */
    List<Path> inLayers(String... places) {
        List<Path> found = new ArrayList<>();
        for (Path layer : layers)
            for (String place : places) if (Files.isDirectory(layer.resolve(place))) found.add(layer.resolve(place));
        return found;
    }
}
