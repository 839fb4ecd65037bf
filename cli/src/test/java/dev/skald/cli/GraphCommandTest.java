package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphCommandTest {
    private static final String DEFINITION = """
            StartAt: Pay <now>
            States:
              Pay <now>:
                Type: Task
                Resource: arn:aws:lambda:us-east-1:000000000000:function:pay
                Catch: [{ErrorEquals: [Declined], Next: Sorry}]
                Next: Done
              Done: {Type: Succeed}
              Sorry: {Type: Fail, Error: No}
            """;

    @TempDir
    private Path folder;

    private CommandLineRun skald;

    @BeforeEach
    void prepare() throws Exception {
        skald = new CommandLineRun(folder);
        Files.writeString(folder.resolve("pay.yaml"), DEFINITION);
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    @Test
    void shouldDrawIntoAFile() throws Exception {
        assertThat(skald.run("graph", "pay.yaml", "-o", "out.svg")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEmpty();
        Document drawing = xml(Files.readString(folder.resolve("out.svg")));
        assertThat(drawing.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(drawing.getDocumentElement().getTextContent()).contains("Pay <now>", "Done", "Sorry");
    }

    @Test
    void shouldDrawToStandardOutput() throws Exception {
        assertThat(skald.run("graph", "pay.yaml")).isEqualTo(ExitCode.OK);
        assertThat(xml(skald.out()).getDocumentElement().getTagName()).isEqualTo("svg");
    }

    @Test
    void shouldWriteAFlowChartOfMermaid() throws Exception {
        assertThat(skald.run("graph", "pay.yaml", "--format", "mermaid")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).startsWith("flowchart").contains("Declined").doesNotContain("<now>");
        assertThat(skald.run("graph", "pay.yaml", "-o", "out.mmd")).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("out.mmd"))).startsWith("flowchart");
    }

    @Test
    void shouldSayWhatItCannotDo() throws Exception {
        Files.writeString(folder.resolve("no.json"), "{\"StartAt\": ");
        assertThat(skald.run("graph", "no.json")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("no.json is neither JSON nor YAML.");
        assertThat(skald.run("graph", "gone.json")).isNotEqualTo(ExitCode.OK);
        assertThat(skald.err()).contains("gone.json").doesNotContain("\tat ");
        assertThat(skald.run("graph", "pay.yaml", "-o", "nowhere/out.svg")).isNotEqualTo(ExitCode.OK);
        assertThat(skald.err()).contains("nowhere").doesNotContain("\tat ");
        assertThat(skald.run("graph", "pay.yaml", "--format", "png")).isEqualTo(ExitCode.USAGE);
    }
}
