package dev.skald.deploy;

import dev.skald.deploy.Projects.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/** A project that a test writes. */
record ProjectFolder(Path path) {
    static final String ACCOUNT = "123456789012";
    static final Options OPTIONS = Options.of(ACCOUNT);

    ProjectFolder with(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    Application read() throws ProjectException {
        return Projects.read(path, OPTIONS);
    }

    Application read(Options options) throws ProjectException {
        return Projects.read(path, options);
    }

    /** Everything that is wrong, a line per problem, without the folder. */
    String problems() {
        return problems(OPTIONS);
    }

    String problems(Options options) {
        ProjectException refused =
                Assertions.catchThrowableOfType(ProjectException.class, () -> Projects.read(path, options));
        Assertions.assertThat(refused).as("the project is refused").isNotNull();
        return refused.message().replace(path + "/", "");
    }
}
