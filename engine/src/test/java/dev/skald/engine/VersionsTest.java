package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.VersionRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions and aliases: section 3.4 of the reference. */
class VersionsTest {
    private final World world = new World();
    private final String machine = world.deploy("m", gives(1));

    private static String gives(int result) {
        return World.machine("'A': {'Type': 'Pass', 'Result': " + result + ", 'End': true}")
                .replace('\'', '"');
    }

    private VersionRow publish() {
        return world.skald.publishVersion(machine, null, null);
    }

    private void update(int result) {
        world.skald.updateStateMachine(machine, gives(result), null, null);
    }

    private String outputOf(String arn) {
        String execution = world.skald.start(arn, null, Payload.EMPTY_OBJECT);
        RunResult result = world.await(execution);
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        return String.valueOf(result.output());
    }

    @Test
    void shouldPublishEachRevisionOnce() {
        VersionRow first = publish();
        assertThat(first.arn()).isEqualTo(machine + ":1");
        assertThat(publish()).isEqualTo(first);
        update(2);
        assertThat(publish().number()).isEqualTo(2);
        world.skald.deleteVersion(machine + ":2");
        assertThat(publish().number()).isEqualTo(3);
    }

    @Test
    void shouldRefuseToPublishAnotherRevision() {
        world.skald.publishVersion(machine, "INITIAL", null);
        update(2);
        assertThatThrownBy(() -> world.skald.publishVersion(machine, "INITIAL", null))
                .hasMessageStartingWith(
                        "Failed to publish the State Machine version for revision INITIAL. The current State Machine"
                                + " revision is ");
    }

    @Test
    void shouldRunTheVersionThatIsAskedFor() {
        publish();
        update(2);
        assertThat(outputOf(machine + ":1")).isEqualTo("1");
        assertThat(outputOf(machine)).isEqualTo("2");
        assertThatThrownBy(() -> outputOf(machine + ":7")).extracting("code").isEqualTo("StateMachineDoesNotExist");
        assertThatThrownBy(() -> outputOf(machine + ":none")).extracting("code").isEqualTo("StateMachineDoesNotExist");
    }

    @Test
    void shouldDivideStartsByTheWeightsOfAnAlias() {
        publish();
        update(2);
        publish();
        var routes = List.of(new AliasRoute(machine + ":1", 80), new AliasRoute(machine + ":2", 20));
        AliasRow alias = world.skald.createAlias("live", null, routes);
        Map<String, Integer> outputs = new HashMap<>();
        for (int i = 0; i < 200; i++) outputs.merge(outputOf(alias.arn()), 1, Integer::sum);
        assertThat(outputs.get("1")).isBetween(130, 190);
        assertThat(outputs.get("2")).isBetween(10, 70);

        var through = new ExecutionQuery(machine, alias.arn(), null, null, Map.of(), Long.MAX_VALUE, 1_000);
        assertThat(world.skald.listExecutions(through)).hasSize(200);
        var version = new ExecutionQuery(machine, machine + ":2", null, null, Map.of(), Long.MAX_VALUE, 1_000);
        List<ExecutionRow> second = world.skald.listExecutions(version);
        assertThat(second).hasSize(outputs.get("2"));
        assertThat(second).allMatch(row -> alias.arn().equals(row.origin().aliasArn()));
    }

    @Test
    void shouldRefuseWrongRoutes() {
        publish();
        update(2);
        publish();
        refuses(
                "Routing configuration must contain state machine version ARNs. Received: [" + machine + "]",
                machine,
                100);
        refuses("Sum of routing configuration weights must equal 100. Received: [99]", machine + ":1", 99);
        refuses("Request references a resource that does not exist.", machine + ":9", 100);
        var twice = List.of(new AliasRoute(machine + ":1", 50), new AliasRoute(machine + ":1", 50));
        assertThatThrownBy(() -> world.skald.createAlias("a", null, twice))
                .hasMessageStartingWith("Routing configuration must contain distinct state machine version ARNs.");
    }

    private void refuses(String message, String version, int weight) {
        assertThatThrownBy(() -> world.skald.createAlias("a", null, List.of(new AliasRoute(version, weight))))
                .hasMessage(message);
    }

    @Test
    void shouldNotDeleteAVersionThatAnAliasRoutesTo() {
        publish();
        AliasRow alias = world.skald.createAlias("live", "d", List.of(new AliasRoute(machine + ":1", 100)));
        assertThat(world.skald.createAlias("live", "d", List.of(new AliasRoute(machine + ":1", 100))))
                .isEqualTo(alias);
        assertThatThrownBy(() -> world.skald.deleteVersion(machine + ":1"))
                .hasMessage("Version to be deleted must not be referenced by an alias. Current list of aliases"
                        + " referencing this version: [live]");
        world.skald.deleteAlias(alias.arn());
        world.skald.deleteVersion(machine + ":1");
        assertThat(world.skald.findVersion(machine + ":1")).isEmpty();
    }

    @Test
    void shouldMoveAnAlias() {
        publish();
        update(2);
        publish();
        AliasRow alias = world.skald.createAlias("live", "d", List.of(new AliasRoute(machine + ":1", 100)));
        assertThat(outputOf(alias.arn())).isEqualTo("1");
        world.skald.updateAlias(alias.arn(), null, List.of(new AliasRoute(machine + ":2", 100)));
        assertThat(outputOf(alias.arn())).isEqualTo("2");
        assertThat(world.skald.describeAlias(alias.arn()).description()).isEqualTo("d");
    }

    // Idempotent starts.

    @Test
    void shouldTakeTheSameNameAndInputForTheSameStartThroughWhateverItComes() {
        String waits = world.deploy("w", World.machine("'W': {'Type': 'Wait', 'Seconds': 9, 'End': true}"));
        String version = world.skald.publishVersion(waits, null, null).arn();
        AliasRow alias = world.skald.createAlias("live", null, List.of(new AliasRoute(version, 100)));
        ExecutionRow first = world.skald.startExecution(version, "e", Payload.EMPTY_OBJECT);
        for (String through : List.of(waits, version, alias.arn())) {
            ExecutionRow again = world.skald.startExecution(through, "e", Payload.EMPTY_OBJECT);
            assertThat(again.arn()).isEqualTo(first.arn());
            assertThat(again.startedAt()).isEqualTo(first.startedAt());
            assertThat(again.origin().versionArn()).isEqualTo(version);
            refusesStart(through, "{'other': 1}", "ExecutionAlreadyExists");
        }
        world.await(first.arn());
        refusesStart(alias.arn(), "{}", "ExecutionAlreadyExists");
    }

    @Test
    void shouldStartExpressExecutionsOfOneNameAgain() {
        String express = world.express("x", gives(1));
        String version = world.skald.publishVersion(express, null, null).arn();
        AliasRow alias = world.skald.createAlias("live", null, List.of(new AliasRoute(version, 100)));
        ExecutionRow first = world.skald.startExecution(alias.arn(), "e", Payload.EMPTY_OBJECT);
        ExecutionRow second = world.skald.startExecution(alias.arn(), "e", Payload.EMPTY_OBJECT);
        assertThat(second.arn()).isNotEqualTo(first.arn());
        assertThat(second.name()).isEqualTo("e");
    }

    @Test
    void shouldDeleteVersionsAndAliasesWithTheirMachine() {
        publish();
        AliasRow alias = world.skald.createAlias("live", null, List.of(new AliasRoute(machine + ":1", 100)));
        world.skald.deleteStateMachine(machine);
        world.thread.runAll();
        for (String gone : List.of(machine, machine + ":1", alias.arn()))
            refusesStart(gone, "{}", "StateMachineDoesNotExist");
        assertThat(world.skald.findVersion(machine + ":1")).isEmpty();
        assertThatThrownBy(() -> world.skald.describeAlias(alias.arn()))
                .extracting("code")
                .isEqualTo("ResourceNotFound");
    }

    private void refusesStart(String arn, String input, String code) {
        assertThatThrownBy(() -> world.skald.start(arn, "e", World.json(input)))
                .extracting("code")
                .isEqualTo(code);
    }
}
