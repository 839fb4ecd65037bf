package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients from jars that somebody dropped into a folder. */
class ServiceClassesTest {
    private static final String PACKAGE = "software/amazon/awssdk/services/pigeon/";

    @TempDir
    Path folder;

    /** A jar as the SDK's are: with an entry for each folder. */
    private void drop(String source) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src/" + PACKAGE));
        Path file = Files.writeString(sources.resolve("PigeonClient.java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, OutputStream.nullOutputStream(), "-proc:none", file.toString());
        assertThat(result).isZero();
        Path jars = Files.createDirectories(folder.resolve("jars"));
        try (var jar = new JarOutputStream(Files.newOutputStream(jars.resolve("pigeon.jar")))) {
            jar.putNextEntry(new JarEntry(PACKAGE));
            jar.putNextEntry(new JarEntry(PACKAGE + "PigeonClient.class"));
            jar.write(Files.readAllBytes(sources.resolve("PigeonClient.class")));
        }
    }

    @Test
    void shouldFindAClientInTheFolder() throws Exception {
        drop("package software.amazon.awssdk.services.pigeon;"
                + " public interface PigeonClient extends software.amazon.awssdk.core.SdkClient {}");

        try (ServiceClasses classes = new ServiceClasses(folder.resolve("jars"))) {
            assertThat(classes.find("pigeon").getSimpleName()).isEqualTo("PigeonClient");
            assertThat(classes.find("sqs").getSimpleName()).isEqualTo("SqsClient");
            assertThatThrownBy(() -> classes.find("owl"))
                    .isInstanceOf(UnknownService.class)
                    .hasMessageContaining(folder.resolve("jars").toString());
        }
    }

    @Test
    void shouldSayWhyAClientCannotBeUsed() throws Exception {
        drop("package software.amazon.awssdk.services.pigeon;"
                + " public interface PigeonClient extends software.amazon.awssdk.core.SdkClient {}");
        AwsSettings settings = new AwsSettings("us-east-1").withJars(folder.resolve("jars"));

        try (AwsServices services = new AwsServices(settings)) {
            assertThatThrownBy(() -> services.client("pigeon"))
                    .isInstanceOf(UnknownService.class)
                    .hasMessageContaining("The AWS SDK client of 'pigeon' cannot be used");
        }
    }

    @Test
    void shouldDoWithoutTheFolder() throws Exception {
        try (ServiceClasses classes = new ServiceClasses(folder.resolve("none"))) {
            assertThat(List.of(classes.find("s3").getSimpleName())).containsExactly("S3Client");
        }
    }
}
