package dev.skald.deploy.template;

import java.util.Optional;

/** CloudFormation's pseudo parameters. */
public record Pseudo(Account account, String stack) {
    static final String NO_VALUE = "AWS::NoValue";

    String region() {
        return account.region();
    }

    /** Empty for a name that is none of them. */
    public Optional<String> value(String name) {
        return switch (name) {
            case "AWS::Region" -> Optional.of(account.region());
            case "AWS::AccountId" -> Optional.of(account.accountId());
            case "AWS::Partition" -> Optional.of("aws");
            case "AWS::URLSuffix" -> Optional.of("amazonaws.com");
            case "AWS::StackName" -> Optional.of(stack);
            case "AWS::StackId" -> Optional.of(account.arn("cloudformation", "stack/" + stack + "/skald"));
            case "AWS::NotificationARNs", NO_VALUE -> Optional.of("");
            default -> Optional.empty();
        };
    }
}
