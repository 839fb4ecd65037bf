package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import dev.skald.tasks.events.Delivery;
import tools.jackson.databind.node.ObjectNode;

/** Sends events to queues of SQS: the input is the body of the message. */
final class QueueReceiver extends MessageReceiver {
    private static final String SERVICE = "sqs";

    QueueReceiver(ServiceCalls calls) {
        super(calls, SERVICE);
    }

    @Override
    void send(Delivery delivery) throws ServiceFailure, InterruptedException {
        ObjectNode message = object().put("QueueUrl", url(delivery))
                .put("MessageBody", delivery.input().text());
        order(delivery, message);
        call(SERVICE, "sendMessage", message);
    }

    private String url(Delivery delivery) throws ServiceFailure, InterruptedException {
        String arn = delivery.target().arn();
        ObjectNode queue = object().put("QueueName", arn.substring(arn.lastIndexOf(':') + 1));
        return call(SERVICE, "getQueueUrl", queue).path("QueueUrl").asString("");
    }
}
