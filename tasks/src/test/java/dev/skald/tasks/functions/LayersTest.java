package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that is not the function's own: layers, and what a project has installed. */
class LayersTest {
    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void deploy(String runtime, String handler, Path layer) {
        workshop.deploy(new FunctionDefinition(
                "f", runtime, handler, workshop.code(), List.of(layer), Map.of(), Workshop.TIMEOUT, 128, null));
    }

    private Path layer(String file, String... text) throws IOException {
        Path layer = folder.resolve("layer");
        Path place = layer.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, String.join("\n", text) + "\n");
        return layer;
    }

    @Test
    void shouldFindTheModulesOfALayerForNode() throws Exception {
        Workshop.needs("node");
        Path layer = layer("nodejs/node_modules/lay/index.js", "exports.one = 1;");
        workshop.file("index.js", "const {one} = require('lay');", "exports.handler = async () => one;");
        deploy("nodejs22.x", "index.handler", layer);

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    /** A stand-in for esbuild that tells where it would look. */
    @Test
    void shouldFindTheModulesOfALayerForTypeScript() throws Exception {
        Workshop.needs("node");
        Path layer = layer("nodejs/node_modules/lay/index.js", "exports.one = 1;");
        workshop.program(
                        "node_modules/.bin/esbuild",
                        "#!/usr/bin/env node",
                        "const out = process.argv.find(a => a.startsWith('--outfile=')).slice(10);",
                        "const paths = JSON.stringify(process.env.NODE_PATH.split(':'));",
                        "require('fs').writeFileSync(out, `exports.handler = async () => ${paths}`);")
                .file("book.ts", "export const handler = 1");
        deploy("nodejs22.x", "book.handler", layer);

        assertThat(workshop.returned("{}"))
                .isEqualTo(Workshop.json("[\"" + layer.resolve("nodejs/node_modules") + "\",\""
                        + workshop.code().resolve("node_modules") + "\"]"));
    }

    @Test
    void shouldFindTheModulesOfAZippedLayerForPython() throws Exception {
        Workshop.needs("python3");
        Path zip = folder.resolve("layer.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("python/lay.py"));
            entries.write("ONE = 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            entries.closeEntry();
        }
        workshop.file("app.py", "import lay", "def handler(event, context):", "    return lay.ONE");
        deploy("python3.13", "app.handler", zip);

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFindTheJarsOfALayerForJava() throws Exception {
        Path lay = layer("src/Lay.java", "public class Lay { public static final Integer ONE = 1; }")
                .resolve("src/Lay.java");
        workshop.file("App.java", "public class App { public static int one() { return Lay.ONE; } }");
        Path classes = folder.resolve("classes");
        run("javac", "-d", classes.toString(), lay.toString());
        run(
                "javac",
                "-cp",
                classes.toString(),
                "-d",
                workshop.code().toString(),
                workshop.code().resolve("App.java").toString());
        Path jar = folder.resolve("layer/java/lib/lay.jar");
        Files.createDirectories(jar.getParent());
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        deploy("java21", "App::one", folder.resolve("layer"));

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    private static void run(String tool, String... arguments) {
        assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
                .isZero();
    }

    @Test
    void shouldFindTheBootstrapAndProgramsOfALayer() throws Exception {
        Workshop.needs("curl");
        layer("bin/one", "#!/bin/sh", "echo 1");
        Path layer = layer(
                "bootstrap",
                "#!/bin/sh",
                "api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation",
                "while true; do",
                "  id=$(curl -sS -D - -o /dev/null $api/next | tr -d '\\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip')",
                "  [ -n \"$id\" ] || exit 1",
                "  curl -s -o /dev/null -d \"$(one)\" $api/$id/response",
                "done");
        for (String program : List.of("bootstrap", "bin/one"))
            assertThat(layer.resolve(program).toFile().setExecutable(true)).isTrue();
        Files.createDirectories(workshop.code());
        deploy("provided.al2023", "", layer);

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    @Test
    void shouldRunTheVirtualEnvironmentOfAProject() throws Exception {
        Workshop.needs("python3");
        Path environment = workshop.code().resolve(".venv");
        Process venv = new ProcessBuilder("python3", "-m", "venv", "--without-pip", environment.toString())
                .inheritIO()
                .start();
        assertThat(venv.waitFor()).isZero();
        try (var packages = Files.newDirectoryStream(environment.resolve("lib"), "python*")) {
            Path site = packages.iterator().next().resolve("site-packages");
            Files.writeString(site.resolve("installed.py"), "ONE = 1\n");
        }
        workshop.python(
                "import installed, sys", "def handler(event, context):", "    return [installed.ONE, sys.prefix]");

        assertThat(workshop.returned("{}")).isEqualTo(Workshop.json("[1,\"" + environment + "\"]"));
    }
}
