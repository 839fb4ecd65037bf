package dev.skald.deploy;

/**
 * Something of AWS that a project wants to be there.
 *
 * @param logicalId its name in the template
 * @param type CloudFormation's, such as {@code AWS::DynamoDB::Table}
 * @param name its physical name, such as the table's
 * @param properties CloudFormation's, as JSON text, with every reference resolved
 */
public record Resource(String logicalId, String type, String name, String properties) {}
