package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.MachineRow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StateMachinesTest {
    private static final String WAIT =
            World.machine("'W': {'Type': 'Wait', 'Seconds': 10, 'End': true}").replace('\'', '"');
    private static final String PASS =
            World.machine("'P': {'Type': 'Pass', 'End': true}").replace('\'', '"');

    private final World world = new World();

    private MachineRow create(String definition, MachineType type, String role, String settings) {
        return world.skald.createStateMachine("m", definition, type, role, settings);
    }

    @Test
    void shouldCreateIdempotently() {
        MachineRow created = create(WAIT, MachineType.STANDARD, "r1", "{\"tags\":[1],\"a\":1}");
        assertThat(created.revisionId()).isNull();
        assertThat(create(WAIT, MachineType.STANDARD, "r2", "{\"a\":1}")).isEqualTo(created);
        for (Runnable other : new Runnable[] {
            () -> create(WAIT + " ", MachineType.STANDARD, "r1", "{\"a\":1}"),
            () -> create(WAIT, MachineType.EXPRESS, "r1", "{\"a\":1}"),
            () -> create(WAIT, MachineType.STANDARD, "r1", "{\"a\":2}")
        })
            assertThatThrownBy(other::run)
                    .hasMessage("State Machine Already Exists: '" + created.arn() + "'")
                    .extracting("code")
                    .isEqualTo("StateMachineAlreadyExists");
    }

    @Test
    void shouldUpdateWhatIsGiven() {
        MachineRow created = create(WAIT, MachineType.STANDARD, "r1", "{\"a\":1}");
        world.clock.advance(Duration.ofSeconds(5));
        MachineRow updated = world.skald.updateStateMachine(created.arn(), PASS, null, null);
        assertThat(updated.definition()).isEqualTo(PASS);
        assertThat(updated.roleArn()).isEqualTo("r1");
        assertThat(updated.settings()).isEqualTo("{\"a\":1}");
        assertThat(updated.revisionId()).isNotNull();
        assertThat(updated.updatedAt()).isEqualTo(created.createdAt().plusSeconds(5));
        assertThat(world.skald.describeStateMachine(created.arn())).isEqualTo(updated);
        assertThatThrownBy(() -> world.skald.updateStateMachine(created.arn(), null, null, null))
                .extracting("code")
                .isEqualTo("MissingRequiredParameter");
    }

    @Test
    void shouldRefuseInvalidDefinition() {
        assertThatThrownBy(() -> create("{}", MachineType.STANDARD, "r", "{}"))
                .hasMessageStartingWith("Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ")
                .extracting("code")
                .isEqualTo("InvalidDefinition");
        assertThatThrownBy(() -> create("not json", MachineType.STANDARD, "r", "{}"))
                .extracting("code")
                .isEqualTo("InvalidDefinition");
    }

    @Test
    void shouldDeleteAtOnceWithoutOpenExecutions() {
        MachineRow created = create(PASS, MachineType.STANDARD, "r", "{}");
        world.skald.start(created.arn(), null, Payload.EMPTY_OBJECT);
        world.skald.deleteStateMachine(created.arn());
        world.skald.deleteStateMachine(created.arn());
        assertThatThrownBy(() -> world.skald.describeStateMachine(created.arn()))
                .extracting("code")
                .isEqualTo("StateMachineDoesNotExist");
    }

    @Test
    void shouldDeleteWhenLastExecutionHasEnded() {
        MachineRow created = create(WAIT, MachineType.STANDARD, "r", "{}");
        String arn = world.skald.start(created.arn(), null, Payload.EMPTY_OBJECT);
        world.skald.deleteStateMachine(created.arn());
        assertThatThrownBy(() -> world.skald.start(created.arn(), null, Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("StateMachineDeleting");
        world.crash();
        assertThat(world.skald.describeStateMachine(created.arn()).deleting()).isTrue();
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        world.thread.runAll();
        assertThat(world.skald.listStateMachines(null, 10)).isEmpty();
    }

    @Test
    void shouldPurgeWhatEndedLongAgo() {
        MachineRow created = create(PASS, MachineType.STANDARD, "r", "{}");
        for (int i = 0; i < Retention.BATCH + 5; i++) world.skald.start(created.arn(), null, Payload.EMPTY_OBJECT);
        String waiting = world.skald.start(
                world.deploy("w", World.machine("'W': {'Type': 'Wait', 'Seconds': 31536000, 'End': true}")),
                null,
                Payload.EMPTY_OBJECT);
        world.clock.advance(Duration.ofDays(89));
        assertThat(world.memory.executions(all())).hasSize(Retention.BATCH + 6);
        world.clock.advance(Duration.ofDays(2));
        assertThat(world.memory.executions(all())).extracting("arn").containsExactly(waiting);
    }

    private static dev.skald.engine.store.ExecutionQuery all() {
        return new dev.skald.engine.store.ExecutionQuery(null, null, java.util.Map.of(), Long.MAX_VALUE, 1_000);
    }
}
