package dev.skald.tasks.functions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The programs that speak the Runtime API for a handler: small ones of Skald's own, written out from its resources. */
final class Bootstraps {
    private final Path folder;

    Bootstraps(Path cache) {
        this.folder = cache.resolve("bootstrap").toAbsolutePath();
    }

    /** Where they are: {@code LAMBDA_RUNTIME_DIR}. */
    Path folder() {
        return folder;
    }

    /** The program of that name; written anew each time Skald asks for it, since it may be of another version. */
    Path program(String name) throws UnusableFunction {
        try (InputStream content = Bootstraps.class.getResourceAsStream(name)) {
            if (content == null) throw new IllegalStateException("the resource " + name + " is missing");
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, name, ".new");
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UnusableFunction("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
