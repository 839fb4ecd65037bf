package dev.skald.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("order.asl.yaml"), "StartAt: A");
        Files.createDirectories(folder.resolve("src"));
        Files.createFile(folder.resolve("stock.jar"));
    }

    @Test
    void shouldReadEverything() throws Exception {
        Project project = read("""
                machines:
                  order: {definition: order.asl.yaml, type: EXPRESS, undo: [Refund]}
                  short: order.asl.yaml
                sources: src
                functions:
                  charge: com.acme.Charge
                  reserve: {handler: com.acme.Reserve, jar: stock.jar}
                scenarios:
                  - name: good
                    machine: order
                    input: {item: teapot, quantity: 2, price: 1.50, tags: [a, null, true]}
                    expect: {output: {total: 3}, class: com.acme.Check}
                  - {name: bad, machine: short, expect: {error: Rejected}}
                report: com.acme.Books
                settings: {port: 9090, store: data/x.db, allowedHosts: [a.example, b.example],
                           executionLogs: "-"}
                """);

        assertThat(project.machines().get("order"))
                .isEqualTo(new MachineFile(folder.resolve("order.asl.yaml"), MachineType.EXPRESS, Set.of("Refund"), 2));
        assertThat(project.machines().get("short").type()).isEqualTo(MachineType.STANDARD);
        assertThat(project.functions())
                .containsEntry("charge", new FunctionClass(List.of(), "com.acme.Charge", 6))
                .containsEntry(
                        "reserve", new FunctionClass(List.of(folder.resolve("stock.jar")), "com.acme.Reserve", 7));
        Scenario good = project.scenarios().getFirst();
        assertThat(good.input())
                .isEqualTo(Payload.ofText(
                        "{\"item\":\"teapot\",\"quantity\":2,\"price\":1.50,\"tags\":[\"a\",null,true]}"));
        assertThat(good.expected().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(good.expected().check()).isEqualTo("com.acme.Check");
        assertThat(project.scenarios().get(1).expected().status()).isEqualTo(Status.FAILED);
        assertThat(project.settings())
                .isEqualTo(Map.of(
                        Setting.PORT, "9090",
                        Setting.STORE, folder.resolve("data/x.db").toString(),
                        Setting.ALLOWED_HOSTS, "a.example,b.example",
                        Setting.EXECUTION_LOGS, "-"));
        assertThat(project.report()).isEqualTo("com.acme.Books");
        assertThat(project.sources()).isEqualTo(folder.resolve("src"));
    }

    @Test
    void shouldTakeAnEmptyFileForAProjectOfDefaults() throws Exception {
        assertThat(read("# nothing\n")).isEqualTo(Project.none(folder));
    }

    @Test
    void shouldNameEveryProblemWithItsLine() {
        assertProblems(
                """
                machnes: {}
                machines:
                  order:
                    definiton: order.asl.yaml
                    type: STANDRD
                  "bad name": missing.asl
                functions:
                  charge: {jar: missing.jar}
                settings:
                  prot: 1
                scenarios:
                  - name: one
                    machine: ordr
                    expect: {status: RUNNING}
                  - name: one
                    machine: order
                """,
                "1: unknown key `machnes`; did you mean `machines`?",
                "4: unknown key `definiton`; did you mean `definition`?",
                "5: unknown type `STANDRD`; did you mean `STANDARD`?",
                "3: a machine needs `definition`",
                "6: machine names are letters, digits, - and _, at most 60: not `bad name`",
                "6: there is no file " + folder.resolve("missing.asl"),
                "8: a function needs `handler`",
                "8: there is no " + folder.resolve("missing.jar"),
                "14: a scenario cannot end as RUNNING",
                "12: unknown machine `ordr`; did you mean `order`?",
                "15: two scenarios are named `one`",
                "10: unknown setting `prot`; did you mean `port`?");
    }

    @Test
    void shouldTellWhatIsOfTheWrongKind() {
        assertProblems(
                "machines: [a]\nfunctions: 7\nscenarios: {}\nsources: none\nreport: [x]\n",
                "1: `machines` must be a mapping from names, not a list",
                "2: `functions` must be a mapping from names, not a number",
                "3: `scenarios` must be a list, not a mapping",
                "4: there is no folder " + folder.resolve("none"),
                "5: `report` must be a text, not a list");
    }

    @Test
    void shouldRefuseTwins() {
        assertProblems("report: a\nreport: b\n", "2: the key `report` is there twice");
        assertProblems("""
                machines: {order: order.asl.yaml}
                scenarios:
                  - {name: one, machine: order}
                  - {name: one, machine: order}
                """, "4: two scenarios are named `one`");
    }

    @Test
    void shouldTellWhereTheYamlIsBroken() {
        assertThat(problems("machines:\n  order: {definition: x\nreport: y\n")
                        .getFirst()
                        .line())
                .isBetween(2, 4);
        assertProblems("report: *x\n", "1: nothing has the anchor `x`");
        assertProblems("report: a\n---\nreport: b\n", "2: a second document begins here");
        assertProblems("- a\n", "1: a project file must be a mapping, not a list");
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeeply() {
        assertThat(problems("scenarios: " + "[".repeat(5_000) + "]".repeat(5_000)))
                .hasSize(1);
    }

    @Test
    void shouldRefuseAHugeFile() throws IOException {
        Files.write(folder.resolve(Project.FILE_NAME), new byte[(int) Project.FILE_BYTES_MAX + 1]);

        assertThatThrownBy(() -> Project.read(folder)).hasMessageContaining("at most 1048576 bytes");
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThatThrownBy(() -> Project.read(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("skald.yml").toString());
    }

    private Project read(String text) throws Exception {
        Files.writeString(folder.resolve(Project.FILE_NAME), text);
        return Project.read(folder);
    }

    private void assertProblems(String text, String... expected) {
        assertThat(problems(text).stream().map(problem -> problem.line() + ": " + problem.message()))
                .containsExactlyInAnyOrder(expected);
    }

    private List<ProjectProblem> problems(String text) {
        return catchThrowableOfType(InvalidProjectException.class, () -> read(text))
                .problems();
    }
}
