package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.store.FaultyStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait for their tokens, as a person finds and answers them. */
class WaitingTasksTest {
    private static final String ASK =
            "'Ask': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                    + " 'Parameters': {'FunctionName': 'f', 'Payload': {'token.$': '$$.Task.Token', 'sum': 12}}, ";

    private final World world = new World();
    private final List<String> tokens = new ArrayList<>();

    @BeforeEach
    void registerFunction() {
        world.handler("f", (input, step) -> {
            tokens.add(step.taskToken());
            return input;
        });
    }

    private String startWaiting(String more) {
        String arn = world.start(ASK + more + "'End': true}");
        world.thread.runAll();
        return arn;
    }

    private List<TaskDescription> tasks() {
        return world.skald.listWaitingTasks(null, null, null, 10).tasks();
    }

    private TaskDescription only() {
        assertThat(tasks()).hasSize(1);
        return tasks().getFirst();
    }

    @Test
    void shouldListWhatWaitsWithoutItsToken() {
        String arn = startWaiting("'TimeoutSeconds': 600, ");

        TaskDescription task = only();

        assertThat(task.row().arn()).isEqualTo(arn);
        assertThat(task.state()).isEqualTo("Ask");
        assertThat(task.timeoutAt()).isEqualTo(task.since().plusSeconds(600));
        assertThat(task.input().text())
                .contains("\"sum\":12", TaskDescription.TOKEN_SHOWN)
                .doesNotContain(tokens.getLast());
        assertThat(task.token().text()).isEqualTo(tokens.getLast());
        assertThat(world.skald.describeWaitingTask(task.handle())).isEqualTo(task);
        assertThat(world.skald.describeWaitingTask(tokens.getLast())).isEqualTo(task);
    }

    @Test
    void shouldListWhatSleepsAndAfterACrash() {
        startWaiting("");
        world.clock.advance(Duration.ofHours(1));
        world.thread.runAll();
        assertThat(world.memory.execution(1).orElseThrow().atRest()).isTrue();

        world.crash();

        world.skald.approveTask(only().handle(), World.json("{'ok': true}"), "ada", "fine");
        world.thread.runAll();
        assertThat(tasks()).isEmpty();
    }

    @Test
    void shouldKeepWhoApprovedAndWhy() {
        String arn = startWaiting("");

        world.skald.approveTask(only().handle(), World.json("{'ok': true}"), "ada", "it is in order");

        assertThat(world.await(arn).output()).isEqualTo(World.json("{'ok': true}"));
        assertThat(world.skald.history(arn, 1, 100).stream().map(Event::detail))
                .contains(new Event.TaskAnswered("ada", "it is in order"));
        assertThat(world.history(arn)).containsSubsequence("TaskSubmitted", "TaskAnswered", "TaskSucceeded");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void shouldTellTheWorkflowWhoApprovedOrRejected() {
        String approved = startWaiting("");
        world.skald.approveTask(only().handle(), null, "ada", "fine");
        assertThat(world.await(approved).output()).isEqualTo(World.json("{'approved':true,'who':'ada','why':'fine'}"));
        String rejected = startWaiting("");
        world.skald.rejectTask(only().handle(), null, null, "ada", "too much");
        assertThat(world.await(rejected).error()).isEqualTo("Rejected");
        assertThat(world.await(rejected).cause()).isEqualTo("too much");
    }

    @Test
    void shouldListByPageMachineAndExecution() {
        String first = startWaiting("");
        startWaiting("");
        TaskPage page = world.skald.listWaitingTasks(null, null, null, 1);
        assertThat(page.tasks()).extracting(task -> task.row().arn()).containsExactly(first);
        assertThat(world.skald.listWaitingTasks(null, null, page.next(), 2).next())
                .isNull();
        assertThat(world.skald.listWaitingTasks(null, first, null, 9).tasks()).hasSize(1);
        String machine = only(first).row().stateMachineArn();
        assertThat(world.skald.listWaitingTasks(machine, null, null, 9).tasks()).hasSize(2);
        assertThat(world.skald.listWaitingTasks(machine + "x", null, null, 9).tasks())
                .isEmpty();
        assertThat(world.skald.insight().countByMachine(9).getFirst().waitingTasks())
                .isEqualTo(2);
    }

    private TaskDescription only(String execution) {
        return world.skald.listWaitingTasks(null, execution, null, 9).tasks().getFirst();
    }

    @Test
    void shouldRejectWithAnError() {
        String arn = startWaiting("");

        world.skald.rejectTask(only().handle(), "Refused", "too much", "ada", "beyond the limit");

        RunResult result = world.await(arn);
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.error()).isEqualTo("Refused");
        assertThat(result.cause()).isEqualTo("too much");
    }

    @Test
    void shouldRefuseWhatIsOver() {
        String arn = startWaiting("");
        TaskHandle handle = only().handle();
        world.skald.completeTask(tokens.getLast(), Payload.EMPTY_OBJECT);
        world.await(arn);

        assertRefused("TaskTimedOut", () -> world.skald.approveTask(handle, Payload.EMPTY_OBJECT, "ada", "late"));
        assertRefused("TaskTimedOut", () -> world.skald.describeWaitingTask(handle));
        var unknown = new TaskHandle(4_711, 2);
        assertRefused("TaskDoesNotExist", () -> world.skald.approveTask(unknown, Payload.EMPTY_OBJECT, "ada", "x"));
        assertRefused("TaskDoesNotExist", () -> world.skald.describeWaitingTask(unknown));
    }

    @Test
    void shouldRefuseWhatIsNoSuchTaskOfAnOpenExecution() {
        startWaiting("");
        var start = new TaskHandle(only().handle().executionId(), 1);

        assertRefused("TaskTimedOut", () -> world.skald.approveTask(start, Payload.EMPTY_OBJECT, "ada", "x"));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void shouldRefuseWithoutWhoOrWhy() {
        startWaiting("");
        TaskHandle handle = only().handle();
        assertRefused("ValidationException", () -> world.skald.approveTask(handle, Payload.EMPTY_OBJECT, " ", "x"));
        assertRefused("ValidationException", () -> world.skald.approveTask(handle, Payload.EMPTY_OBJECT, "ada", ""));
        String long257 = "a".repeat(257);
        assertRefused("ValidationException", () -> world.skald.rejectTask(handle, null, null, long257, "x"));
    }

    @Test
    void shouldForgetWhatTimedOutOrWasStopped() {
        startWaiting("'TimeoutSeconds': 5, 'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1}], ");
        TaskHandle first = only().handle();
        world.clock.advance(Duration.ofSeconds(7));
        world.thread.runAll();
        TaskHandle second = only().handle();
        assertThat(second).isNotEqualTo(first);

        world.skald.stopExecution(only().row().arn(), null, null);
        assertThat(tasks()).isEmpty();
    }

    /** The outcome of the append is not known: the engine reloads, and the list says what the events say. */
    @Test
    void shouldListRightlyAfterALostCommit() {
        String arn = startWaiting("");
        TaskHandle handle = only().handle();
        breakOnce(Fault.BEFORE_COMMIT);
        assertRefused("InternalFailure", () -> world.skald.approveTask(handle, Payload.EMPTY_OBJECT, "ada", "fine"));
        assertThat(only().handle()).isEqualTo(handle);

        breakOnce(Fault.AFTER_COMMIT);
        world.skald.approveTask(handle, Payload.EMPTY_OBJECT, "ada", "fine");
        world.await(arn);
        assertThat(tasks()).isEmpty();
    }

    private void breakOnce(Fault fault) {
        var first = new AtomicBoolean(true);
        world.faults = batch -> first.getAndSet(false) ? fault : Fault.NONE;
    }

    private static void assertRefused(String code, Runnable call) {
        assertThatThrownBy(call::run).extracting("code").isEqualTo(code);
    }
}
