package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code skald deploy}, {@code deployments}, {@code remove} on a store without a server. */
class DeploymentCommandsTest {
    private static final String MACHINE = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("order.asl.json"), MACHINE);
        Files.writeString(folder.resolve("serverless.yml"), """
                service: shop
                provider: {name: aws, runtime: nodejs22.x}
                functions:
                  charge: {handler: charge.handler}
                stepFunctions:
                  stateMachines:
                    order:
                      name: order-${sls:stage}
                      definition: ${file(order.asl.json)}
                """);
    }

    private CommandLineRun commands() {
        return new CommandLineRun(folder);
    }

    @Test
    void shouldDeployOnAStoreAndTakeAwayAgain() {
        CommandLineRun commands = commands();
        commands.run("deploy", ".", "--dry-run");
        assertThat(commands.out()).contains("+ state machine order-dev").contains("nothing is done (--dry-run)");

        assertThat(commands.run("deploy", ".")).as(commands.err()).isZero();
        assertThat(commands.out()).contains("+ function shop-dev-charge").contains("shop-dev: done");

        commands.run("deploy", ".");
        assertThat(commands.out()).contains("2 unchanged").doesNotContain("+ ");
        commands.run("deployments");
        assertThat(commands.out()).contains("shop-dev");

        commands.run("remove", "shop-dev");
        assertThat(commands.out()).contains("- state machine order-dev");
        commands.run("deployments");
        assertThat(commands.out()).contains("nothing is deployed");
    }

    @Test
    void shouldNotDeployWhatIsOnlyToBeChecked() {
        CommandLineRun commands = commands();

        assertThat(commands.run("deploy", ".", "--check")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).startsWith("--check needs --target aws.");
        assertThat(folder.resolve(".skald")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{http: {path: a, method: post, request: {template: {application/json: '#if($input.body)'}}}}",
                "{eventBridge: {event: {source: [{nonsense: 1}]}}}"
            })
    void shouldRefuseOnAStoreWhatNoServerCouldServe(String event) throws Exception {
        String good = Files.readString(folder.resolve("serverless.yml"));
        Files.writeString(folder.resolve("serverless.yml"), good + "      events: [" + event + "]\n");
        CommandLineRun commands = commands();
        for (String[] arguments : new String[][] {{"deploy", ".", "--dry-run"}, {"deploy", "."}}) {
            assertThat(commands.run(arguments)).isNotZero();
            assertThat(commands.err()).containsAnyOf("order http 1", "order-eventBridge-1");
        }
        commands.run("deployments");
        assertThat(commands.out()).contains("nothing is deployed");
    }

    @Test
    void shouldNotDeployOnAStoreWhenAServerIsNamed() {
        CommandLineRun commands = commands();
        assertThat(commands.run("deploy", ".", "--endpoint", "http://127.0.0.1:1"))
                .isNotZero();
        assertThat(commands.err()).contains("no server listens at http://127.0.0.1:1");
        assertThat(Files.exists(folder.resolve(".skald"))).isFalse();
        assertThat(commands.run("deploy", ".", "--endpoint", "http://127.0.0.1:1", "--store", "own.db"))
                .as(commands.err())
                .isZero();
    }

    @Test
    void shouldNotWatchAFolderThatIsNotThere() {
        CommandLineRun commands = commands();

        assertThat(commands.run("dev", "nowhere", "--port", "0")).isEqualTo(ExitCode.USAGE);

        assertThat(commands.err()).startsWith("skald: there is no ").contains("nowhere");
        assertThat(folder.resolve(".skald")).doesNotExist();
    }

    @Test
    void shouldRefuseToInspectWhatIsNotThere() {
        CommandLineRun commands = commands();

        assertThat(commands.run("dev", ".", "--inspect", "chrage")).isEqualTo(ExitCode.USAGE);

        assertThat(commands.err()).contains("The project has no function 'chrage'. It has shop-dev-charge.");
    }

    @Test
    void shouldTellWhatIsWrongWithAProject() throws Exception {
        Files.writeString(folder.resolve("serverless.yml"), "service: ${self:custom.missing}\nfunctions: 3\n");
        CommandLineRun commands = commands();
        assertThat(commands.run("deploy", ".")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).contains("custom.missing").doesNotContain("Exception");
    }

    @Test
    void shouldCheckAProjectForAws() {
        CommandLineRun commands = commands();
        assertThat(commands.run("deploy", ".", "--target", "aws", "--check"))
                .as(commands.err())
                .isZero();
        assertThat(commands.out()).contains("AWS has all of it");
        assertThat(commands.run("deploy", ".", "--target", "aws")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).contains("Skald does not deploy to AWS");
    }
}
