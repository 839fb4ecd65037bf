package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.deploy.Projects.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables of the Serverless Framework, seen in the environment of a function. */
class VariablesTest {
    @TempDir
    private Path folder;

    private ProjectFolder project(String custom, String value) throws Exception {
        return new ProjectFolder(folder).with("serverless.yml", """
                        service: s
                        custom:
                        %s
                        params: {default: {p: by-default, q: q}, prod: {p: by-stage}}
                        provider: {name: aws, runtime: nodejs22.x}
                        functions:
                          f:
                            handler: a.b
                            environment:
                              X: %s
                        """.formatted(custom.indent(2), value));
    }

    private String value(String custom, String value) throws Exception {
        return value(custom, value, ProjectFolder.OPTIONS);
    }

    private String value(String custom, String value, Options options) throws Exception {
        return project(custom, value)
                .read(options)
                .functions()
                .getFirst()
                .environment()
                .getOrDefault("X", "absent");
    }

    private String problem(String custom, String value) throws Exception {
        return project(custom, value).problems();
    }

    @Test
    void shouldFallBack() throws Exception {
        assertThat(value("a: 1", "${self:custom.b, 'c, d'}")).isEqualTo("c, d");
        assertThat(value("a: 1", "${opt:b, self:custom.b, self:custom.a}")).isEqualTo("1");
        assertThat(value("a: null", "${self:custom.a, \"x\"}")).isEqualTo("x");
        assertThat(value("a: 1", "${opt:b, ${env:B, 'deep'}}")).isEqualTo("deep");
        assertThat(value("a: 1", "${opt:b, 5}")).isEqualTo("5");
        assertThat(value("a: 1", "${ssm:/x, 'local'}")).isEqualTo("local");
    }

    @Test
    void shouldTakeOptionsParametersAndTheEnvironment() throws Exception {
        Options options = ProjectFolder.OPTIONS
                .withOptions(Map.of("size", "big"))
                .withParameters(Map.of("given", "g"))
                .withEnvironment(Map.of("HOME_TOWN", "Bergen"));
        assertThat(value("a: 1", "${opt:size}-${param:given}-${env:HOME_TOWN}", options))
                .isEqualTo("big-g-Bergen");
        assertThat(value("a: 1", "${param:p}")).isEqualTo("by-default");
        assertThat(value("a: 1", "${param:p}${param:q}", ProjectFolder.OPTIONS.withStage("prod")))
                .isEqualTo("by-stageq");
        assertThat(value("a: 1", "${aws:region}/${aws:accountId}/${sls:stage}"))
                .isEqualTo("us-east-1/123456789012/dev");
        assertThat(value("a: 1", "${strToBool('TRUE')}")).isEqualTo("true");
    }

    @Test
    void shouldLookThroughVariables() throws Exception {
        assertThat(value("all: {dev: {x: y}}\nmine: ${self:custom.all.${opt:stage, 'dev'}}", "${self:custom.mine.x}"))
                .isEqualTo("y");
        assertThat(value("list: [a, b]", "${self:custom.list.1}")).isEqualTo("b");
    }

    @Test
    void shouldReadFiles() throws Exception {
        new ProjectFolder(folder)
                .with("a.yml", "b: {c: '${self:service}!'}")
                .with("a.json", "{\"n\": 1}")
                .with("a.txt", "text\n");
        assertThat(value("a: 1", "${file(a.yml):b.c}-${file(./a.json):n}-${file('a.txt')}"))
                .isEqualTo("s!-1-text");
        assertThat(value("a: 1", "${file(none.yml):b, 'none'}")).isEqualTo("none");
        assertThat(problem("a: 1", "${file(a.js):b}")).contains("Skald runs no programs to read a project");
    }

    @Test
    void shouldLeaveAloneWhatIsNoVariable() throws Exception {
        assertThat(value("a: 1", "'$x ${x} ${foreach.index} #{end} {$y}'"))
                .isEqualTo("$x ${x} ${foreach.index} #{end} {$y}");
        assertThat(value("a: 1", "'\\${self:custom.a}'")).isEqualTo("${self:custom.a}");
        assertThat(value("a: 1", "'${AWS::Region}-#{AWS::AccountId}'")).isEqualTo("us-east-1-123456789012");
    }

    @Test
    void shouldNameWhatIsMissing() throws Exception {
        assertThat(problem("a: 1", "${self:custom.b}"))
                .isEqualTo(
                        "serverless.yml:11: `${self:custom.b}`: `custom.b` is not in the project file; add it, or give it with"
                                + " `--set custom.b=VALUE`, or in a file with `--with FILE`");
        assertThat(problem("a: 1", "${param:x}")).endsWith("there is no parameter `x`; give it with `--param x=VALUE`");
        assertThat(problem("a: 1", "${opt:x}")).endsWith("there is no option `--x`; give it with `--option x=VALUE`");
        assertThat(problem("a: 1", "${ssm:/x}"))
                .endsWith("does not ask for variables of type `ssm`; a value for this place:"
                        + " `--set functions.f.environment.X=VALUE`");
        assertThat(problem("a: {b: c}", "a-${self:custom.a}"))
                .endsWith("`${self:custom.a}` is a mapping, and cannot be a part of a text");
    }

    @Test
    void shouldTakeValuesThatAreGiven() throws Exception {
        assertThat(value("a: 1", "${self:custom.b.c}", ProjectFolder.OPTIONS.withValues(Map.of("custom.b.c", "given"))))
                .isEqualTo("given");
        Path overlay = Files.writeString(folder.resolve("local.yml"), "custom: {b: {c: laid}}\n");
        assertThat(value(
                        "a: 1",
                        "${self:custom.b.c}-${self:custom.a}",
                        ProjectFolder.OPTIONS.withOverlays(List.of(overlay))))
                .isEqualTo("laid-1");
    }

    @Test
    void shouldFindRingsAndExplosions() throws Exception {
        assertThat(problem("a: ${self:custom.b}\nb: ${self:custom.a}", "${self:custom.a}"))
                .contains("leads back to itself");
        assertThat(problem("a: {b: '${self:custom}'}", "${self:custom.a.b}")).contains("leads back to itself");
        StringBuilder laughs = new StringBuilder("a0: ha\n");
        for (int i = 1; i < 60; i++)
            laughs.append("a%d: ${self:custom.a%d}${self:custom.a%d}\n".formatted(i, i - 1, i - 1));
        assertThat(problem(laughs.toString(), "${self:custom.a40}")).contains("resolving variables makes");
        assertThat(problem(laughs.toString(), "${self:custom.a59}")).contains("more than 50 deep");
    }

    @Test
    void shouldReadAnchorsButNotBombs() throws Exception {
        assertThat(value("a: &x {k: v}\nb: {<<: *x, l: w}", "${self:custom.b.k}${self:custom.b.l}"))
                .isEqualTo("vw");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++)
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        assertThat(problem(bomb.toString(), "y")).contains("more than 500000 values");
        assertThat(problem("a: " + "[".repeat(5_000), "y")).contains("nested deeper than 200");
    }
}
