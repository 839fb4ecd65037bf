package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.skald.deploy.Projects.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a project's file, it is read, or refused with what is wrong: never a crash, never a hang. */
class MutatedProjectTest {
    private static final int ROUNDS = 400;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Options OPTIONS =
            ProjectFolder.OPTIONS.withParameters(Map.of("Limit", "7")).withEnvironment(Map.of("SECRET", "s"));
    private static final List<String> PIECES = List.of(
            "${self:custom}",
            "${self:}",
            "${",
            "}",
            "!Ref X",
            "!GetAtt [",
            "- ",
            "{",
            "]",
            ": ",
            "null",
            "-1",
            "&a ",
            "*a",
            "\"",
            "'",
            "#{Orders}",
            "[]",
            "{}",
            "true",
            "99999999999999999999",
            "\u0000",
            "!Sub \"${Orders.Arn}\"",
            "Fn::If: [a, b, c]",
            "Ref: Orders",
            "1e999",
            "<<: ",
            "|\n",
            "\t",
            "${file(serverless.yml)}",
            "!!binary x",
            "---\n");

    @TempDir
    private Path folder;

    @Test
    void shouldReadOrRefuseServerlessProjects() throws Exception {
        Files.createDirectories(folder.resolve("functions"));
        Files.writeString(folder.resolve("functions/refund.yml"), "refund: {handler: a.b}\n");
        readMutated("serverless.yml", ServerlessProjectTest.PROJECT);
    }

    @Test
    void shouldReadOrRefuseTemplates() throws Exception {
        Files.writeString(
                folder.resolve("trade.asl.json"), "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}");
        readMutated("template.yaml", SamProjectTest.TEMPLATE);
    }

    @Test
    void shouldReadOrRefuseManifests() throws Exception {
        Files.writeString(
                folder.resolve("S.template.json"), "{\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"}}}");
        readMutated("manifest.json", """
                {"version": "1", "artifacts": {"S": {"type": "aws:cloudformation:stack", "environment": "aws://1/eu",
                  "properties": {"templateFile": "S.template.json", "stackName": "S"}},
                  "N": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}}
                """);
    }

    private void readMutated(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        for (int seed = 0; seed < ROUNDS; seed++) {
            String mutated = mutated(text, new Random(seed));
            Files.writeString(file, mutated);
            assertTimeoutPreemptively(SOON, () -> readOrRefuse(file), () -> mutated);
        }
    }

    private static void readOrRefuse(Path file) {
        try {
            Application read = Projects.read(file, OPTIONS);
            assertThat(ApplicationJson.read(ApplicationJson.write(read))).isEqualTo(read);
        } catch (ProjectException e) {
            assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(50);
            assertThat(e.message()).doesNotContain("Exception").doesNotContain("dev.skald");
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutated.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, end));
            }
        }
        return mutated.toString();
    }
}
