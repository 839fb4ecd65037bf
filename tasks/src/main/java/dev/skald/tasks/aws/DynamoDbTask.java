package dev.skald.tasks.aws;

/** {@code dynamodb:getItem}, {@code putItem}, {@code updateItem} and {@code deleteItem}. */
public final class DynamoDbTask extends OptimisedTask {
    public DynamoDbTask(AwsServices services) {
        super(services, "dynamodb", new OptimisedService("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"));
    }
}
