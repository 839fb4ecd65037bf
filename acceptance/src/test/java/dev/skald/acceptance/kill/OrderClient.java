package dev.skald.acceptance.kill;

import dev.skald.acceptance.api.AwsJson;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts one order after the other; when the server is gone in the middle, sends the same start again until it is
 * acknowledged.
 */
final class OrderClient implements Runnable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final AwsJson server;
    private final String machineArn;
    private final String prefix;
    private final Map<String, String> acknowledged;
    private final AtomicBoolean enough;

    /** @param acknowledged gets each order's name with its execution's ARN, once the server has said so */
    OrderClient(
            AwsJson server, String machineArn, String prefix, Map<String, String> acknowledged, AtomicBoolean enough) {
        this.server = server;
        this.machineArn = machineArn;
        this.prefix = prefix;
        this.acknowledged = acknowledged;
        this.enough = enough;
    }

    /** Whether shipping fails for that order. */
    static boolean unshippable(String order) {
        return order.hashCode() % 2 == 0;
    }

    static ObjectNode input(String order) {
        return AwsJson.object().put("order", order).put("unshippable", unshippable(order));
    }

    @Override
    public void run() {
        for (int i = 0; !enough.get(); i++) {
            String order = prefix + "-" + i;
            while (!started(order) && !enough.get()) LockSupport.parkNanos(PAUSE_NANOS);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean started(String order) {
        ObjectNode start = AwsJson.object();
        start.put("stateMachineArn", machineArn).put("name", order);
        start.put("input", input(order).toString());
        try {
            AwsJson.Answer answer = server.call("StartExecution", start);
            // An earlier try of the same start was stored, but its answer was lost, and it has ended since.
            boolean earlier = answer.error().equals("ExecutionAlreadyExists");
            if (answer.status() == 200) acknowledged.put(order, answer.text("executionArn"));
            else if (!earlier && answer.status() < 500) throw new AssertionError("a start was refused: " + answer);
            return answer.status() == 200 || earlier;
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            enough.set(true);
            return false;
        }
    }
}
