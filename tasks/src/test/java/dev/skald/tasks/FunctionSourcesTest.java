package dev.skald.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionSourcesTest {
    private static final StepContext STEP = new StepContext("key", "key:1", "arn", "State", 0, null, null);

    @TempDir
    private Path folder;

    private Path sources;
    private FunctionSources compiler;

    @BeforeEach
    void prepare() throws IOException {
        sources = Files.createDirectories(folder.resolve("src"));
        compiler = new FunctionSources(folder.resolve("cache"), System.getProperty("java.class.path"));
    }

    @Test
    void shouldCompileAndLoadAHandler() throws Exception {
        write("acme/Echo.java", handler("Echo", "", "return input;"));

        try (FunctionClasses classes = classes()) {
            Handler echo = classes.handler(List.of(compiler.compile(sources)), "acme.Echo");
            assertThat(echo.handle(Payload.ofText("1"), STEP)).isEqualTo(Payload.ofText("1"));
        }
    }

    @Test
    void shouldNotCompileAgainWhatHasNotChanged() throws Exception {
        write("acme/Echo.java", handler("Echo", "", "return input;"));
        Path first = compiler.compile(sources);
        FileTime written = Files.getLastModifiedTime(first.resolve("acme/Echo.class"));

        assertThat(compiler.compile(sources)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.resolve("acme/Echo.class"))).isEqualTo(written);
    }

    @Test
    void shouldCompileAgainWhatHasChangedAndForgetTheOldest() throws Exception {
        for (int i = 0; i < FunctionSources.CACHED_MAX + 3; i++) {
            write("acme/Echo.java", handler("Echo", "", "return Payload.ofText(\"" + i + "\");"));
            assertThat(compiler.compile(sources)).isDirectory();
        }

        try (Stream<Path> cached = Files.list(folder.resolve("cache"))) {
            assertThat(cached.count()).isEqualTo(FunctionSources.CACHED_MAX);
        }
    }

    @Test
    void shouldTellTheCompilersErrors() throws Exception {
        write("acme/Broken.java", "package acme; class Broken { int x = ; }");

        assertThatThrownBy(() -> compiler.compile(sources))
                .isInstanceOf(FunctionLoadException.class)
                .hasMessageContaining("Broken.java")
                .hasMessageContaining("illegal start of expression");
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAFolderWithoutSources() {
        assertThatThrownBy(() -> compiler.compile(sources)).hasMessageContaining("there are no .java files");
        assertThatThrownBy(() -> compiler.compile(folder.resolve("none"))).hasMessageContaining("there is no folder");
    }

    @Test
    void shouldGiveTheDataFolderToAConstructorThatAsksForIt() throws Exception {
        String constructor = "private final java.nio.file.Path data;"
                + " public Where(java.nio.file.Path data) { this.data = data; }";
        write("acme/Where.java", handler("Where", constructor, "return Payload.ofText(\"\\\"\" + data + \"\\\"\");"));

        try (FunctionClasses classes = classes()) {
            Handler where = classes.handler(List.of(compiler.compile(sources)), "acme.Where");
            assertThat(where.handle(Payload.NULL, STEP)).isEqualTo(Payload.ofText("\"" + folder + "\""));
        }
    }

    @Test
    void shouldRunAHandlerInItsOwnClassLoader() throws Exception {
        write(
                "acme/Loader.java",
                handler(
                        "Loader",
                        "",
                        "return Payload.ofText(String.valueOf("
                                + "Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()));"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (FunctionClasses classes = classes()) {
            Handler loader = classes.handler(List.of(compiler.compile(sources)), "acme.Loader");
            assertThat(loader.handle(Payload.NULL, STEP)).isEqualTo(Payload.ofText("true"));
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void shouldKeepTwoClassPathsApart() throws Exception {
        write("acme/Count.java", handler("Count", "static int n;", "return Payload.ofText(\"\" + ++n);"));
        Path one = compiler.compile(sources);
        Path other =
                new FunctionSources(folder.resolve("other"), System.getProperty("java.class.path")).compile(sources);

        try (FunctionClasses classes = classes()) {
            Handler first = classes.handler(List.of(one), "acme.Count");
            Handler twin = classes.handler(List.of(one), "acme.Count");
            Handler apart = classes.handler(List.of(other), "acme.Count");
            first.handle(Payload.NULL, STEP);
            assertThat(twin.handle(Payload.NULL, STEP)).isEqualTo(Payload.ofText("2"));
            assertThat(apart.handle(Payload.NULL, STEP)).isEqualTo(Payload.ofText("1"));
        }
    }

    @Test
    void shouldSayWhyAClassCannotBeUsed() throws Exception {
        write("acme/Plain.java", "package acme; public class Plain {}");
        write("acme/Hidden.java", handler("Hidden", "private Hidden() {}", "return input;"));
        write(
                "acme/Broken.java",
                handler("Broken", "public Broken() { throw new IllegalStateException(\"no\"); }", "return input;"));
        List<Path> classPath = List.of(compiler.compile(sources));

        try (FunctionClasses classes = classes()) {
            assertThatThrownBy(() -> classes.handler(classPath, "acme.Nobody"))
                    .hasMessageContaining("there is no class acme.Nobody");
            assertThatThrownBy(() -> classes.handler(classPath, "acme.Plain"))
                    .hasMessage("acme.Plain does not implement dev.skald.engine.task.Handler");
            assertThatThrownBy(() -> classes.handler(classPath, "acme.Hidden"))
                    .hasMessageContaining("must be a public class with a public constructor");
            assertThatThrownBy(() -> classes.handler(classPath, "acme.Broken"))
                    .hasMessageContaining("the constructor of acme.Broken failed: java.lang.IllegalStateException: no");
            assertThatThrownBy(() -> classes.handler(List.of(folder.resolve("x.jar")), "acme.Plain"))
                    .hasMessageContaining("there is no " + folder.resolve("x.jar"));
        }
    }

    private FunctionClasses classes() {
        return new FunctionClasses(FunctionSourcesTest.class.getClassLoader(), folder);
    }

    private void write(String file, String text) throws IOException {
        Path path = sources.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String handler(String name, String members, String body) {
        return "package acme; import dev.skald.asl.Payload; import dev.skald.engine.task.*; public class " + name
                + " implements Handler { " + members
                + " public Payload handle(Payload input, StepContext step) throws Exception { " + body + " } }";
    }
}
