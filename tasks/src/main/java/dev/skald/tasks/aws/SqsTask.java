package dev.skald.tasks.aws;

/** {@code sqs:sendMessage}, also with {@code .waitForTaskToken}: a message body that is an object is sent as its JSON. */
public final class SqsTask extends OptimisedTask {
    public SqsTask(AwsServices services) {
        super(services, "sqs", new OptimisedService("SQS", "AmazonSQS", "AmazonSQSException"));
    }
}
