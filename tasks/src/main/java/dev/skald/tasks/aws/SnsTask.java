package dev.skald.tasks.aws;

/** {@code sns:publish}, also with {@code .waitForTaskToken}: a message that is an object is sent as its JSON. */
public final class SnsTask extends OptimisedTask {
    public SnsTask(AwsServices services) {
        super(services, "sns", new OptimisedService("SNS", "AmazonSNS", "AmazonSNSException"));
    }
}
