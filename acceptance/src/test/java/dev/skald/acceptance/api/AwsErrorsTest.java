package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ActivityDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/** Each refusal reaches the AWS SDK as the exception that AWS's would be, with AWS's text. */
class AwsErrorsTest {
    private static final String PREFIX = "arn:aws:states:us-east-1:000000000000:";
    private static final String NO_SUCH_MACHINE = PREFIX + "stateMachine:none";
    private static final String NO_SUCH_EXECUTION = PREFIX + "execution:none:e";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int CLIENT_ERROR = 400;

    private static RunningServer server;
    private static SfnClient sfn;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.with(builder -> {});
        sfn = SfnClients.to(server.port(), SfnClients.ANY_SECRET);
    }

    @AfterAll
    static void stop() {
        sfn.close();
        server.close();
    }

    private static String create(String name, String definition) {
        return sfn.createStateMachine(machine(name, definition)).stateMachineArn();
    }

    private static Consumer<CreateStateMachineRequest.Builder> machine(String name, String definition) {
        return r -> r.name(name).definition(definition).roleArn(Machines.ROLE);
    }

    private static <T extends SfnException> SfnException refused(Class<T> type, ThrowingCallable call) {
        T refusal = catchThrowableOfType(type, call);
        assertThat(refusal).as(type.getSimpleName()).isNotNull();
        assertThat(refusal.statusCode()).isEqualTo(CLIENT_ERROR);
        assertThat(refusal.requestId()).isNotBlank();
        return refusal;
    }

    private static void refused(Class<? extends SfnException> type, String message, ThrowingCallable call) {
        assertThat(refused(type, call).awsErrorDetails().errorMessage()).isEqualTo(message);
    }

    @Test
    void shouldRefuseBadNames() {
        refused(InvalidNameException.class, "Invalid Name: 'a b'", () -> create("a b", Machines.pass()));
        refused(InvalidNameException.class, "Invalid Name: 'a/b'", () -> sfn.createActivity(r -> r.name("a/b")));
        String machine = create("names", Machines.waiting(1));
        refused(
                InvalidNameException.class,
                "Invalid Name: 'x*'",
                () -> sfn.startExecution(r -> r.stateMachineArn(machine).name("x*")));
        refused(ValidationException.class, () -> create("n".repeat(81), Machines.pass()));
        assertThat(create("n".repeat(80), Machines.pass())).endsWith(":" + "n".repeat(80));
    }

    @Test
    void shouldRefuseBadDefinitions() {
        var refusal = refused(InvalidDefinitionException.class, () -> create("bad", "{\"StartAt\": \"A\"}"));
        assertThat(refusal.awsErrorDetails().errorMessage())
                .startsWith("Invalid State Machine Definition: '")
                .contains("SCHEMA_VALIDATION_FAILED");
        refused(InvalidDefinitionException.class, () -> create("bad", "no JSON"));
    }

    @Test
    void shouldRefuseAnotherMachineUnderTheSameName() {
        String arn = create("twice", Machines.pass());
        refused(
                StateMachineAlreadyExistsException.class,
                "State Machine Already Exists: '" + arn + "'",
                () -> create("twice", Machines.waiting(1)));
    }

    @Test
    void shouldRefuseAnotherStartUnderTheSameName() {
        String machine = create("restarted", Machines.waiting(600));
        String arn =
                sfn.startExecution(r -> r.stateMachineArn(machine).name("e")).executionArn();
        refused(
                ExecutionAlreadyExistsException.class,
                "Execution Already Exists: '" + arn + "'",
                () -> sfn.startExecution(
                        r -> r.stateMachineArn(machine).name("e").input("[1]")));
        sfn.stopExecution(r -> r.executionArn(arn));
        refused(
                ExecutionAlreadyExistsException.class,
                () -> sfn.startExecution(r -> r.stateMachineArn(machine).name("e")));
    }

    @Test
    void shouldRefuseInputThatIsNoJson() {
        String machine = create("inputs", Machines.pass());
        refused(
                InvalidExecutionInputException.class,
                "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number,"
                        + " Array, Object or token 'null', 'true' or 'false')'",
                () -> sfn.startExecution(r -> r.stateMachineArn(machine).input("not JSON")));
    }

    @Test
    void shouldRefuseWhatDoesNotExist() {
        refused(
                StateMachineDoesNotExistException.class,
                "State Machine Does Not Exist: '" + NO_SUCH_MACHINE + "'",
                () -> sfn.startExecution(r -> r.stateMachineArn(NO_SUCH_MACHINE)));
        refused(
                ExecutionDoesNotExistException.class,
                "Execution Does Not Exist: '" + NO_SUCH_EXECUTION + "'",
                () -> sfn.describeExecution(r -> r.executionArn(NO_SUCH_EXECUTION)));
        refused(ExecutionDoesNotExistException.class, () -> sfn.stopExecution(r -> r.executionArn(NO_SUCH_EXECUTION)));
        refused(
                ExecutionDoesNotExistException.class,
                () -> sfn.getExecutionHistory(r -> r.executionArn(NO_SUCH_EXECUTION)));
        refused(
                ActivityDoesNotExistException.class,
                () -> sfn.getActivityTask(r -> r.activityArn(PREFIX + "activity:none")));
    }

    @Test
    void shouldRefuseBadArns() {
        refused(
                InvalidArnException.class,
                "Invalid Arn: 'Invalid ARN prefix: foo'",
                () -> sfn.describeStateMachine(r -> r.stateMachineArn("foo")));
        refused(InvalidArnException.class, () -> sfn.describeExecution(r -> r.executionArn(NO_SUCH_MACHINE)));
    }

    @Test
    void shouldRefuseBadTokens() {
        refused(
                InvalidTokenException.class,
                "Invalid Token: 'Invalid token'",
                () -> sfn.sendTaskSuccess(r -> r.taskToken("junk").output("{}")));
        refused(InvalidTokenException.class, () -> sfn.listStateMachines(r -> r.nextToken("junk")));
        refused(
                InvalidOutputException.class,
                () -> sfn.sendTaskSuccess(r -> r.taskToken(AwsJson.TASK_TOKEN).output("no JSON")));
    }

    @Test
    void shouldRefuseWhatATypeOfMachineCannotDo() {
        String standard = create("standard-only", Machines.pass());
        refused(
                StateMachineTypeNotSupportedException.class,
                "This operation is not supported by this type of state machine",
                () -> sfn.startSyncExecution(r -> r.stateMachineArn(standard)));
        String express = sfn.createStateMachine(r -> r.name("express-only")
                        .definition(Machines.pass())
                        .roleArn(Machines.ROLE)
                        .type(StateMachineType.EXPRESS))
                .stateMachineArn();
        refused(StateMachineTypeNotSupportedException.class, () -> sfn.listExecutions(r -> r.stateMachineArn(express)));
        String execution = sfn.startExecution(r -> r.stateMachineArn(express)).executionArn();
        refused(InvalidArnException.class, () -> sfn.describeExecution(r -> r.executionArn(execution)));
    }

    @Test
    void shouldRefuseUpdatesOfNothing() {
        String machine = create("unchanged", Machines.pass());
        refused(MissingRequiredParameterException.class, () -> sfn.updateStateMachine(r -> r.stateMachineArn(machine)));
    }

    @Test
    void shouldRefuseStartsOfAMachineThatIsBeingDeleted() {
        String machine = create("leaving", Machines.waiting(600));
        String execution = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
        sfn.deleteStateMachine(r -> r.stateMachineArn(machine));
        refused(StateMachineDeletingException.class, () -> sfn.startExecution(r -> r.stateMachineArn(machine)));
        sfn.stopExecution(r -> r.executionArn(execution));
        // As on AWS, the machine goes some time after its last execution.
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> refused(
                        StateMachineDoesNotExistException.class,
                        () -> sfn.startExecution(r -> r.stateMachineArn(machine))));
    }
}
