package dev.skald.acceptance.console;

import dev.skald.asl.MachineType;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Orders that end in each way that a list of executions tells apart. */
final class Orders implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(90);

    private static final String ORDERS = """
            {"StartAt":"Take","Saga":{"OnStop":"%2$s"},"KnownErrors":["NoMoney"],"SearchAttributes":{"order.$":"$.order"},"States":{
              "Take":{"Type":"Task","Resource":"%1$sbook","TimeoutSeconds":20,"ResultPath":"$.taken",
                      "Compensate":{"Resource":"%1$sunbook"},"Next":"Decide"},
              "Decide":{"Type":"Choice","Default":"Done","Choices":[
                {"Variable":"$.how","StringEquals":"poor","Next":"Poor"},
                {"Variable":"$.how","StringEquals":"odd","Next":"Odd"},
                {"Variable":"$.how","StringEquals":"slow","Next":"Wait here"}]},
              "Poor":{"Type":"Fail","Error":"NoMoney","Cause":"the card is empty"},
              "Odd":{"Type":"Fail","Error":"Odd","Cause":"nobody knows"},
              "Wait here":{"Type":"Wait","Seconds":9000,"Next":"Done"},
              "Done":{"Type":"Succeed"}}}
            """;

    final Sample sample = Sample.start();
    private final String machine = deploy("orders", "Compensate");

    Orders() throws IOException {}

    /** Deploys the machine under another name. */
    String deploy(String name, String onStop) {
        String definition = ORDERS.formatted("arn:aws:lambda:us-east-1:000000000000:function:", onStop);
        return sample.server.skald().deploy(name, definition, MachineType.STANDARD);
    }

    /** Starts an order that takes a way: fine, poor, odd or slow; waits until it is where that leads. */
    String run(String name, String how, String order, String more) {
        return run(machine, name, how, order, more);
    }

    String run(String machineArn, String name, String how, String order, String more) {
        String execution =
                sample.run(machineArn, name, "{\"order\":\"" + order + "\",\"how\":\"" + how + "\"" + more + "}");
        if (how.equals("slow")) await(() -> isAt(execution, "Wait here"));
        else sample.await(execution);
        return execution;
    }

    private boolean isAt(String execution, String state) {
        return sample.server.skald().describeExecution(execution).openStates().stream()
                .anyMatch(open -> open.name().equals(state));
    }

    Status status(String execution) {
        return sample.server.skald().describeExecution(execution).row().status();
    }

    SagaStatus sagaStatus(String execution) {
        return sample.server.skald().describeExecution(execution).row().sagaStatus();
    }

    static void await(Callable<Boolean> reached) {
        Awaitility.await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(20)).until(reached);
    }

    @Override
    public void close() {
        sample.close();
    }
}
