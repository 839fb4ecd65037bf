package dev.skald.asl.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.graph.Graph.Edge;
import dev.skald.asl.graph.Graph.Node;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphTest {
    private static final String SAGA = """
            StartAt: Book
            States:
              Book: {Type: Task, Resource: "arn:aws:lambda:us-east-1:000000000000:function:book", Next: Which,
                     Compensate: {Resource: "arn:aws:lambda:us-east-1:000000000000:function:unbook"},
                     Catch: [{ErrorEquals: [Full, Late], Next: Sorry}]}
              Which:
                Type: Choice
                Choices:
                  - {Variable: $.n, NumericEquals: 1, Next: Both}
                  - {Variable: $.n, NumericEquals: 2, Next: Both}
                Default: Book
              Both:
                Type: Parallel
                Branches:
                  - {StartAt: A, States: {A: {Type: Pass, Next: B}, B: {Type: Pass, End: true}}}
                  - StartAt: Each
                    States:
                      Each: {Type: Map, End: true, ItemProcessor: {StartAt: C, States: {C: {Type: Pass, End: true}}}}
                End: true
              Sorry: {Type: Fail, Error: No}
            """;

    private static Graph graph(String definition) {
        return Graph.of(definition).orElseThrow();
    }

    private static Map<String, Node> byName(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        return nodes;
    }

    @Test
    void shouldHaveEachStateAndEachWayOnce() {
        Graph graph = graph(SAGA);
        assertThat(graph.nodes())
                .extracting(Node::name)
                .containsExactlyInAnyOrder(
                        "(start)", "Book", "Compensate Book", "Which", "Both", "A", "B", "Each", "C", "Sorry", "(end)");
        assertThat(graph.edges())
                .extracting(edge -> edge.from() + ">" + edge.to() + " " + edge.way())
                .containsExactlyInAnyOrder(
                        "(start)>Book NEXT",
                        "Book>Compensate Book UNDO",
                        "Book>Which NEXT",
                        "Book>Sorry CATCH",
                        "Which>Both CHOICE",
                        "Which>Book CHOICE",
                        "Both>(end) NEXT",
                        "Sorry>(end) NEXT",
                        "A>B NEXT");
        Edge rules = graph.edges().stream()
                .filter(edge -> edge.to().equals("Both"))
                .findFirst()
                .orElseThrow();
        assertThat(rules.labels()).containsExactly("$.n NumericEquals 1", "$.n NumericEquals 2");
        assertThat(byName(graph).get("Book").detail()).isEqualTo("book");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Reserve the stock",
                "在庫を確保する",
                "在庫を確保する、それから発送して、請求書を送る",
                "🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚🚚"
            })
    void shouldHaveRoomForNamesInAnyScript(String name) throws Exception {
        Graph graph = graph("{\"StartAt\":\"%1$s\",\"States\":{\"%1$s\":{\"Type\":\"Succeed\"}}}".formatted(name));
        Node node = byName(graph).get(name);
        String shown = svg(graph).getElementsByTagName("text").item(0).getTextContent();
        assertThat(Letters.width(shown, Letters.NAME)).isLessThan(node.width());
        assertThat(name).startsWith(shown.replace("…", ""));
        if (Letters.width(name, Letters.NAME) < 200) assertThat(shown).isEqualTo(name);
    }

    @Test
    void shouldPutWhatIsInsideInside() {
        Graph graph = graph(SAGA);
        Map<String, Node> nodes = byName(graph);
        for (Node node : graph.nodes()) {
            Node around = nodes.get(node.parent());
            if (around == null) continue;
            assertThat(node.x()).isGreaterThan(around.x());
            assertThat(node.y()).isGreaterThan(around.y());
            assertThat(node.x() + node.width()).isLessThan(around.x() + around.width());
            assertThat(node.y() + node.height()).isLessThan(around.y() + around.height());
        }
        assertThat(nodes.get("C").parent()).isEqualTo("Each");
    }

    @Test
    void shouldLeadFromTopToBottom() {
        Map<String, Node> nodes = byName(graph(SAGA));
        assertThat(nodes.get("Which").y()).isGreaterThan(nodes.get("Book").y());
        assertThat(nodes.get("Both").y()).isGreaterThan(nodes.get("Which").y());
        assertThat(nodes.get("B").y()).isGreaterThan(nodes.get("A").y());
    }

    /** Random machines, with loops: nothing lies over anything else, and everything is on the drawing. */
    @ParameterizedTest
    @ValueSource(ints = {2, 9, 40, 300})
    void shouldNeverLayBoxesOverEachOther(int states) {
        for (int seed = 0; seed < 4; seed++) {
            Graph graph = graph(random(states, new Random(seed)));
            List<Node> nodes = graph.nodes();
            for (int i = 0; i < nodes.size(); i++) {
                Node a = nodes.get(i);
                assertThat(a.x()).isGreaterThanOrEqualTo(0);
                assertThat(a.x() + a.width()).isLessThanOrEqualTo(graph.width());
                assertThat(a.y() + a.height()).isLessThanOrEqualTo(graph.height());
                assertThat(nodes.subList(i + 1, nodes.size()).stream().filter(b -> !apart(a, b)))
                        .isEmpty();
            }
        }
    }

    private static boolean apart(Node a, Node b) {
        return a.x() + a.width() <= b.x() + 1e-6
                || b.x() + b.width() <= a.x() + 1e-6
                || a.y() + a.height() <= b.y() + 1e-6
                || b.y() + b.height() <= a.y() + 1e-6;
    }

    private static String random(int states, Random random) {
        StringBuilder out = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
        for (int i = 0; i < states; i++) {
            if (i > 0) out.append(',');
            out.append("\"S")
                    .append(i)
                    .append("\":{\"Type\":\"Choice\",\"Choices\":[{\"Next\":\"S")
                    .append(random.nextInt(states));
            out.append("\"}],\"Default\":\"S")
                    .append(Math.min(states - 1, i + 1))
                    .append("\"}");
        }
        return out.append("}}").toString();
    }

    /** Each state may fail, every fifth skips three: the line stays a line, and what fails goes down one lane. */
    @Test
    void shouldNotDriftSideways() {
        Graph graph = graph(line(300));
        assertThat(graph.width()).isLessThan(600);
        Map<String, Node> nodes = byName(graph);
        for (int i = 1; i < 300; i++) {
            double aside = nodes.get("S" + i).x() - nodes.get("S" + (i - 1)).x();
            assertThat(Math.abs(aside)).as("from S%s to the one before", i).isLessThan(80);
        }
        assertThat(graph.edges().stream()
                        .filter(edge ->
                                edge.to().equals("Failed") && edge.points().size() > 2)
                        .map(edge -> edge.points().get(edge.points().size() - 2).x())
                        .distinct())
                .as("lanes to Failed")
                .hasSize(1);
    }

    private static String line(int states) {
        StringBuilder out = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
        for (int i = 0; i < states; i++) {
            String next = "S" + Math.min(states - 1, i + 1);
            String rest = i % 5 == 4
                    ? "\"Type\":\"Choice\",\"Choices\":[{\"Next\":\"S%s\"}],\"Default\":\"%s\""
                            .formatted(Math.min(states - 1, i + 4), next)
                    : "\"Type\":\"Task\",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"Failed\"}],\"Next\":\"" + next
                            + "\"";
            out.append("\"S").append(i).append("\":{").append(rest).append("},");
        }
        return out.append("\"Failed\":{\"Type\":\"Fail\"}}}").toString();
    }

    @Test
    void shouldDrawWhatIsHalfWritten() {
        assertThat(graph("{}").nodes()).isEmpty();
        assertThat(graph("{\"StartAt\":\"Gone\",\"States\":{\"A\":{\"Next\":7,\"Catch\":3},\"B\":[]}}")
                        .nodes())
                .extracting(Node::name)
                .containsExactlyInAnyOrder("(start)", "A");
        assertThat(Graph.of("[1")).isEmpty();
    }

    private static Document svg(Graph graph) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(GraphSvg.of(graph))));
    }

    @Test
    void shouldWriteWellFormedSvgWhateverNamesSay() throws Exception {
        String evil =
                "{\"StartAt\":\"<script>\",\"States\":{\"<script>\":{\"Type\":\"Task\",\"Resource\":\"\\\"&\\u0001<\",\"End\":true}}}";
        Document document = svg(graph(evil));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1);
    }

    @Test
    void shouldWriteMermaid() {
        assertThat(GraphMermaid.of(graph(
                        "{\"StartAt\":\"A \\\"b\\\"\",\"States\":{\"A \\\"b\\\"\":{\"Type\":\"Pass\",\"End\":true}}}")))
                .isEqualTo("""
                        flowchart TD
                          s0((start))
                          s1["A #34;b#34;"]
                          s2((end))
                          s0 --> s1
                          s1 --> s2
                          classDef undo stroke-dasharray: 4 3
                        """);
    }
}
