package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.Receiver;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets of the event bus that take messages: queues of SQS and topics of SNS. */
abstract class MessageReceiver implements Receiver {
    private static final Set<String> GONE = Set.of(
            "AWS.SimpleQueueService.NonExistentQueue",
            "QueueDoesNotExist",
            "NotFound",
            "InvalidParameter",
            "InvalidAddress");
    private static final String FIFO = ".fifo";

    private final ServiceCalls calls;
    private final String arnPrefix;

    /** @param service as ARNs name it */
    MessageReceiver(ServiceCalls calls, String service) {
        this.calls = calls;
        this.arnPrefix = ":" + service + ":";
    }

    @Override
    public final boolean receives(String targetArn) {
        return targetArn.startsWith("arn:") && targetArn.indexOf(arnPrefix) == targetArn.indexOf(':', "arn:".length());
    }

    @Override
    public final void deliver(Delivery delivery) throws DeliveryFailure, InterruptedException {
        try {
            send(delivery);
        } catch (ServiceFailure failure) {
            throw GONE.contains(failure.code())
                    ? DeliveryFailure.forGood(failure.message())
                    : DeliveryFailure.again(failure.message());
        }
    }

    abstract void send(Delivery delivery) throws ServiceFailure, InterruptedException;

    final ObjectNode call(String service, String action, ObjectNode parameters)
            throws ServiceFailure, InterruptedException {
        return calls.call(service, action, parameters);
    }

    /** What makes a queue or topic that keeps an order take a repeated delivery once. */
    static void order(Delivery delivery, ObjectNode parameters) {
        if (!delivery.target().arn().endsWith(FIFO)) return;
        parameters.put("MessageDeduplicationId", delivery.key());
        String source = delivery.source();
        parameters.put("MessageGroupId", source.substring(source.lastIndexOf('/') + 1));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
