package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.task.TaskFailure;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where executions failed, as somebody sees it who watches over many. */
class InsightTest {
    private static final String FUNCTION = "'Resource': 'arn:aws:lambda:us-east-1:000000000000:function:";

    private final World world = new World();

    @BeforeEach
    void registerFunctions() {
        world.handler("ok", (input, step) -> input);
        world.handler("bad", (input, step) -> {
            throw new TaskFailure("Broken", "is broken");
        });
    }

    private String start(String states) {
        String arn = world.start(states);
        world.thread.runAll();
        return arn;
    }

    private FailureGroup only() {
        List<FailureGroup> groups = world.skald.insight().failures(new FailureQuery(null, null, null, 10));
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static String task(String name, String function, String next) {
        return "'" + name + "': {'Type': 'Task', " + FUNCTION + function + "', " + next + "}";
    }

    @Test
    void shouldNameTheState() {
        String arn = start(task("A", "ok", "'Next': 'B'") + "," + task("B", "bad", "'End': true"));

        assertThat(only().state()).isEqualTo("B");
        assertThat(only().error()).isEqualTo("Broken");
        assertThat(world.skald
                        .insight()
                        .execution(only().exampleId())
                        .orElseThrow()
                        .arn())
                .isEqualTo(arn);
    }

    /** Not the Parallel around it, nor the branch beside it. */
    @Test
    void shouldNameTheInnermostState() {
        String branches = "[{'StartAt': 'Long', 'States': {'Long': {'Type': 'Wait', 'Seconds': 60, 'End': true}}},"
                + "{'StartAt': 'Inner', 'States': {" + task("Inner", "bad", "'End': true") + "}},"
                + "{'StartAt': 'Other', 'States': {" + task("Other", "ok", "'End': true") + "}}]";
        start("'P': {'Type': 'Parallel', 'Branches': " + branches + ", 'End': true}");

        assertThat(only().state()).isEqualTo("Inner");
    }

    /** What is undone afterwards does not change where it failed. */
    @Test
    void shouldNameTheStateThatASagaFailedAt() {
        start(task("A", "ok", "'Compensate': {" + FUNCTION + "ok'}, 'Next': 'B'") + ","
                + task("B", "bad", "'End': true"));

        assertThat(only().state()).isEqualTo("B");
    }

    @Test
    void shouldNameWhereItWasStopped() {
        String arn = start("'A': {'Type': 'Wait', 'Seconds': 3600, 'End': true}");
        world.skald.stopExecution(arn, null, null);
        world.thread.runAll();

        assertThat(only().state()).isEqualTo("A");
        assertThat(only().error()).isEmpty();
    }

    @Test
    void shouldWantToKnowWhoAndWhy() {
        start(task("B", "bad", "'End': true"));
        String machine = only().stateMachineArn();
        Insight insight = world.skald.insight();

        assertThatThrownBy(() -> insight.acknowledge(machine, "B", "Broken", " ", "why"))
                .hasMessageContaining("'who' is required");
        assertThatThrownBy(() -> insight.acknowledge(machine, "B", "Broken", "who", "x".repeat(5_000)))
                .hasMessageContaining("'why' has at most 4096");
        assertThatThrownBy(() -> insight.acknowledge("odd", "B", "Broken", "who", "why"))
                .isInstanceOf(ServiceException.class);
        assertThat(insight.acknowledge(machine, "B", "Broken", "who", "why").at())
                .isEqualTo(insight.now());
        assertThat(only().news()).isZero();
    }
}
