package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetActivityTaskResponse;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InspectionLevel;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.TestExecutionStatus;
import software.amazon.awssdk.services.sfn.model.TestStateResponse;

/** The AWS SDK for Java v2, as it is, drives the server. */
class AwsSdkTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final BlockingQueue<String> CALLBACKS = new LinkedBlockingQueue<>();

    private static RunningServer server;
    private static SfnClient sfn;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.with(builder -> builder.register(
                        "double",
                        (input, step) -> Payload.ofText(
                                String.valueOf(2 * input.node().path("n").asInt())))
                .register("notify", (input, step) -> {
                    CALLBACKS.add(input.node().path("token").asString());
                    return null;
                }));
        sfn = SfnClients.to(server.port(), SfnClients.ANY_SECRET);
    }

    @AfterAll
    static void stop() {
        sfn.close();
        server.close();
    }

    static String create(String name, String definition, StateMachineType type) {
        return sfn.createStateMachine(
                        r -> r.name(name).definition(definition).type(type).roleArn(Machines.ROLE))
                .stateMachineArn();
    }

    private static String create(String name, String definition) {
        return create(name, definition, StateMachineType.STANDARD);
    }

    private static String start(String machineArn) {
        return sfn.startExecution(r -> r.stateMachineArn(machineArn)).executionArn();
    }

    private static DescribeExecutionResponse end(String executionArn) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> sfn.describeExecution(r -> r.executionArn(executionArn)),
                        shown -> shown.status() != ExecutionStatus.RUNNING);
    }

    @Test
    void shouldCreateUpdateDescribeAndDeleteAMachine() {
        String arn = create("lifecycle", Machines.pass());
        assertThat(create("lifecycle", Machines.pass())).isEqualTo(arn);
        var created = sfn.describeStateMachine(r -> r.stateMachineArn(arn));
        assertThat(created.definition()).isEqualTo(Machines.pass());
        assertThat(created.type()).isEqualTo(StateMachineType.STANDARD);
        assertThat(created.statusAsString()).isEqualTo("ACTIVE");
        assertThat(created.revisionId()).isNull();

        var updated = sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(Machines.waiting(1)));
        assertThat(updated.updateDate()).isNotNull();
        assertThat(updated.revisionId()).isNotBlank();
        assertThat(sfn.describeStateMachine(r -> r.stateMachineArn(arn)).definition())
                .isEqualTo(Machines.waiting(1));

        sfn.deleteStateMachine(r -> r.stateMachineArn(arn));
        sfn.deleteStateMachine(r -> r.stateMachineArn(arn));
        assertThatThrownBy(() -> sfn.describeStateMachine(r -> r.stateMachineArn(arn)))
                .isInstanceOf(software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException.class);
    }

    @Test
    void shouldListMachinesInPages() {
        for (int i = 0; i < 5; i++) create("page-" + i, Machines.pass());
        Set<String> names = new HashSet<>();
        for (StateMachineListItem item :
                sfn.listStateMachinesPaginator(r -> r.maxResults(2)).stateMachines())
            assertThat(names.add(item.name())).as(item.name()).isTrue();
        assertThat(names).contains("page-0", "page-1", "page-2", "page-3", "page-4");
    }

    @Test
    void shouldStartTheSameExecutionOnceWhileItRuns() {
        String arn = create("idempotent", Machines.waiting(600));
        StartExecutionResponse first =
                sfn.startExecution(r -> r.stateMachineArn(arn).name("once").input("{\"n\": 1}"));
        StartExecutionResponse again =
                sfn.startExecution(r -> r.stateMachineArn(arn).name("once").input("{\"n\": 1}"));
        assertThat(again.executionArn()).isEqualTo(first.executionArn());
        assertThat(again.startDate()).isEqualTo(first.startDate());
        sfn.stopExecution(
                r -> r.executionArn(first.executionArn()).error("Enough").cause("for today"));
        DescribeExecutionResponse stopped = end(first.executionArn());
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.error()).isEqualTo("Enough");
        assertThat(stopped.cause()).isEqualTo("for today");
    }

    @Test
    void shouldRunATaskAndShowItsHistoryInPagesAndBackwards() {
        String arn = create("double", Machines.task("arn:aws:lambda:us-east-1:000000000000:function:double"));
        String execution = sfn.startExecution(r -> r.stateMachineArn(arn).input("{\"n\": 21}"))
                .executionArn();
        DescribeExecutionResponse ended = end(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("42");
        assertThat(ended.input()).isEqualTo("{\"n\": 21}");
        assertThat(ended.stopDate()).isAfterOrEqualTo(ended.startDate());

        List<HistoryEvent> forward =
                sfn.getExecutionHistoryPaginator(r -> r.executionArn(execution).maxResults(2)).events().stream()
                        .toList();
        assertThat(forward)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.LAMBDA_FUNCTION_SCHEDULED,
                        HistoryEventType.LAMBDA_FUNCTION_STARTED,
                        HistoryEventType.LAMBDA_FUNCTION_SUCCEEDED,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(forward).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        List<HistoryEvent> backward = sfn
                .getExecutionHistoryPaginator(
                        r -> r.executionArn(execution).maxResults(3).reverseOrder(true))
                .events()
                .stream()
                .toList();
        assertThat(backward.reversed()).isEqualTo(forward);
        GetExecutionHistoryResponse bare =
                sfn.getExecutionHistory(r -> r.executionArn(execution).includeExecutionData(false));
        assertThat(bare.events().getFirst().executionStartedEventDetails().input())
                .isNull();
        assertThat(sfn.describeStateMachineForExecution(r -> r.executionArn(execution))
                        .stateMachineArn())
                .isEqualTo(arn);
    }

    @Test
    void shouldListExecutionsNewestFirstInPages() {
        String arn = create("listed", Machines.pass());
        for (int i = 0; i < 5; i++) {
            String name = "e" + i;
            end(sfn.startExecution(r -> r.stateMachineArn(arn).name(name)).executionArn());
        }
        List<String> names =
                sfn.listExecutionsPaginator(r -> r.stateMachineArn(arn).maxResults(2)).executions().stream()
                        .map(each -> each.name())
                        .toList();
        assertThat(names).containsExactly("e4", "e3", "e2", "e1", "e0");
        ListExecutionsResponse failed =
                sfn.listExecutions(r -> r.stateMachineArn(arn).statusFilter(ExecutionStatus.FAILED));
        assertThat(failed.executions()).isEmpty();
        assertThat(failed.nextToken()).isNull();
    }

    @Test
    void shouldRedrive() {
        String machine = create("sdk-redrive", Machines.failing("Broken", "for ever"));
        String arn = start(machine);
        assertThat(end(arn).redriveStatusAsString()).isEqualTo("REDRIVABLE");

        assertThat(sfn.redriveExecution(r -> r.executionArn(arn)).redriveDate()).isNotNull();

        DescribeExecutionResponse described = end(arn);
        assertThat(described.redriveCount()).isEqualTo(1);
        assertThat(described.redriveDate()).isNotNull();
        assertThat(sfn.getExecutionHistory(r -> r.executionArn(arn)).events())
                .filteredOn(event -> event.type() == HistoryEventType.EXECUTION_REDRIVEN)
                .singleElement()
                .satisfies(event -> assertThat(
                                event.executionRedrivenEventDetails().redriveCount())
                        .isEqualTo(1));
        assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(arn.replace("sdk-redrive", "sdk-absent"))))
                .isInstanceOf(ExecutionDoesNotExistException.class);
    }

    @Test
    void shouldStartThroughAnAliasOfAVersion() {
        String machine =
                create("sdk-published", Machines.task("arn:aws:lambda:us-east-1:000000000000:function:double"));
        String version =
                sfn.publishStateMachineVersion(r -> r.stateMachineArn(machine)).stateMachineVersionArn();
        assertThat(version).isEqualTo(machine + ":1");
        String alias = sfn.createStateMachineAlias(r -> r.name("live")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();
        assertThat(alias).isEqualTo(machine + ":live");
        sfn.updateStateMachine(r -> r.stateMachineArn(machine).definition(Machines.failing("No", "not this one")));

        DescribeExecutionResponse ended =
                end(sfn.startExecution(r -> r.stateMachineArn(alias).input("{\"n\": 5}"))
                        .executionArn());

        assertThat(ended.output()).isEqualTo("10");
        assertThat(ended.stateMachineVersionArn()).isEqualTo(version);
        assertThat(ended.stateMachineAliasArn()).isEqualTo(alias);
        assertThat(sfn.listStateMachineVersions(r -> r.stateMachineArn(machine)).stateMachineVersions())
                .extracting(listed -> listed.stateMachineVersionArn())
                .containsExactly(version);
        assertThatThrownBy(() -> sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(version)))
                .isInstanceOf(ConflictException.class);
        sfn.deleteStateMachineAlias(r -> r.stateMachineAliasArn(alias));
        sfn.deleteStateMachineVersion(r -> r.stateMachineVersionArn(version));
        assertThatThrownBy(() -> sfn.describeStateMachineAlias(r -> r.stateMachineAliasArn(alias)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void shouldTestAState() {
        String task = AwsJson.object()
                .put("Type", "Task")
                .put("Resource", "arn:aws:lambda:us-east-1:000000000000:function:double")
                .put("ResultPath", "$.twice")
                .put("Next", "Then")
                .toString();
        TestStateResponse performed = sfn.testState(r ->
                r.definition(task).roleArn(Machines.ROLE).input("{\"n\": 4}").inspectionLevel(InspectionLevel.DEBUG));
        assertThat(performed.status()).isEqualTo(TestExecutionStatus.SUCCEEDED);
        assertThat(performed.output()).isEqualTo("{\"n\":4,\"twice\":8}");
        assertThat(performed.nextState()).isEqualTo("Then");
        assertThat(performed.inspectionData().result()).isEqualTo("8");

        TestStateResponse mocked = sfn.testState(r -> r.definition(task)
                .input("{}")
                .mock(mock -> mock.errorOutput(error -> error.error("Busy").cause("later"))));
        assertThat(mocked.status()).isEqualTo(TestExecutionStatus.FAILED);
        assertThat(mocked.error()).isEqualTo("Busy");
        assertThat(mocked.cause()).isEqualTo("later");
    }

    @Test
    void shouldServeAnActivityWorker() {
        String activity = sfn.createActivity(r -> r.name("worker")).activityArn();
        assertThat(sfn.createActivity(r -> r.name("worker")).activityArn()).isEqualTo(activity);
        assertThat(sfn.describeActivity(r -> r.activityArn(activity)).name()).isEqualTo("worker");
        assertThat(sfn.listActivitiesPaginator(r -> r.maxResults(1)).activities())
                .extracting(item -> item.activityArn())
                .contains(activity);
        String execution = start(create("with-activity", Machines.task(activity)));

        GetActivityTaskResponse task =
                sfn.getActivityTask(r -> r.activityArn(activity).workerName("me"));
        assertThat(task.input()).isEqualTo("{}");
        sfn.sendTaskHeartbeat(r -> r.taskToken(task.taskToken()));
        sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output("{\"by\": \"hand\"}"));
        assertThat(end(execution).output()).isEqualTo("{\"by\": \"hand\"}");
        assertThatThrownBy(() ->
                        sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output("{}")))
                .isInstanceOf(TaskTimedOutException.class);
        sfn.deleteActivity(r -> r.activityArn(activity));
    }

    @Test
    void shouldEndTasksByCallback() throws InterruptedException {
        String arn = create("callback", Machines.callback("notify"));
        String succeeding = start(arn);
        String token = CALLBACKS.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        sfn.sendTaskSuccess(r -> r.taskToken(token).output("\"called back\""));
        assertThat(end(succeeding).output()).isEqualTo("\"called back\"");

        String failing = start(arn);
        String other = CALLBACKS.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        sfn.sendTaskFailure(r -> r.taskToken(other).error("No").cause("not today"));
        DescribeExecutionResponse failed = end(failing);
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("No");
        assertThat(failed.cause()).isEqualTo("not today");
    }

    @Test
    void shouldRunExpressMachinesSynchronously() {
        String arn = create(
                "express",
                Machines.task("arn:aws:lambda:us-east-1:000000000000:function:double"),
                StateMachineType.EXPRESS);
        StartSyncExecutionResponse ended =
                sfn.startSyncExecution(r -> r.stateMachineArn(arn).name("s").input("{\"n\": 4}"));
        assertThat(ended.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("8");
        assertThat(ended.executionArn()).contains(":express:express:s:");
        assertThat(ended.billingDetails().billedDurationInMilliseconds()).isPositive();

        String failing = create("express-fail", Machines.failing("No", "never"), StateMachineType.EXPRESS);
        StartSyncExecutionResponse failed = sfn.startSyncExecution(r -> r.stateMachineArn(failing));
        assertThat(failed.status()).isEqualTo(SyncExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("No");
        assertThat(failed.cause()).isEqualTo("never");

        assertThat(sfn.startExecution(r -> r.stateMachineArn(arn)).executionArn())
                .contains(":express:express:");
    }
}
