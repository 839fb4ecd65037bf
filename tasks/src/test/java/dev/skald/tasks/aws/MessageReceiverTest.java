package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.asl.Payload;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.EventTarget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MessageReceiverTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:jobs";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:news";

    private final List<String> called = new ArrayList<>();
    private ServiceCalls.ServiceFailure failure = new ServiceCalls.ServiceFailure("", "");

    /** Answers every call, unless it is to fail. */
    private final ServiceCalls calls = new ServiceCalls() {
        @Override
        public boolean isConfigured(String service) {
            return true;
        }

        @Override
        public ObjectNode call(String service, String action, ObjectNode parameters) throws ServiceFailure {
            called.add(service + " " + action + " " + parameters);
            if (!String.valueOf(failure.getMessage()).isEmpty()) throw failure;
            return JsonNodeFactory.instance.objectNode().put("QueueUrl", "http://queue/jobs");
        }
    };

    private static Delivery delivery(String arn) throws Exception {
        EventTarget target = new EventTarget("t", arn, new EventTarget.Input.Event(), EventTarget.Retry.DEFAULT);
        String rule = "arn:aws:events:us-east-1:000000000000:rule/shop/paid";
        return new Delivery("e1", rule, target, Payload.parse("{\"id\": 1}"), 0);
    }

    @Test
    void shouldSendToAQueue() throws Exception {
        var receiver = new QueueReceiver(calls);
        assertThat(receiver.receives(QUEUE)).isTrue();
        assertThat(receiver.receives(TOPIC)).isFalse();
        receiver.deliver(delivery(QUEUE));
        assertThat(called)
                .containsExactly(
                        "sqs getQueueUrl {\"QueueName\":\"jobs\"}",
                        "sqs sendMessage {\"QueueUrl\":\"http://queue/jobs\",\"MessageBody\":\"{\\\"id\\\": 1}\"}");
    }

    @Test
    void shouldPublishToATopic() throws Exception {
        var receiver = new TopicReceiver(calls);
        assertThat(receiver.receives(TOPIC)).isTrue();
        assertThat(receiver.receives("http://sns/x")).isFalse();
        receiver.deliver(delivery(TOPIC));
        assertThat(called)
                .containsExactly("sns publish {\"TopicArn\":\"" + TOPIC + "\",\"Message\":\"{\\\"id\\\": 1}\"}");
    }

    @Test
    void shouldLetAQueueInOrderTellARepeatedDelivery() throws Exception {
        Delivery delivery = delivery(QUEUE + ".fifo");
        new QueueReceiver(calls).deliver(delivery);
        assertThat(called.getLast())
                .contains("\"MessageDeduplicationId\":\"" + delivery.key() + "\"")
                .contains("\"MessageGroupId\":\"paid\"");
    }

    @Test
    void shouldTellWhatMaySucceedLaterFromWhatWillNot() {
        var receiver = new QueueReceiver(calls);
        failure = new ServiceCalls.ServiceFailure("QueueDoesNotExist", "there is none");
        DeliveryFailure gone = catchThrowableOfType(DeliveryFailure.class, () -> receiver.deliver(delivery(QUEUE)));
        assertThat(gone.attemptsMax()).isZero();
        failure = new ServiceCalls.ServiceFailure("", "cannot be reached");
        DeliveryFailure away = catchThrowableOfType(DeliveryFailure.class, () -> receiver.deliver(delivery(QUEUE)));
        assertThat(away.attemptsMax()).isPositive();
        assertThat(away).hasMessage("cannot be reached");
        failure = new ServiceCalls.ServiceFailure("", "");
        assertThatCode(() -> receiver.deliver(delivery(QUEUE))).doesNotThrowAnyException();
    }
}
