package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import dev.skald.tasks.events.Delivery;
import tools.jackson.databind.node.ObjectNode;

/** Publishes events to topics of SNS: the input is the message. */
final class TopicReceiver extends MessageReceiver {
    private static final String SERVICE = "sns";

    TopicReceiver(ServiceCalls calls) {
        super(calls, SERVICE);
    }

    @Override
    void send(Delivery delivery) throws ServiceFailure, InterruptedException {
        ObjectNode message = object().put("TopicArn", delivery.target().arn())
                .put("Message", delivery.input().text());
        order(delivery, message);
        call(SERVICE, "publish", message);
    }
}
