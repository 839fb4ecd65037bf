package dev.skald.deploy.template;

/** Where ARNs point to. */
public record Account(String region, String accountId) {
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + accountId + ":" + resource;
    }

    public String function(String name) {
        return arn("lambda", "function:" + name);
    }

    public String stateMachine(String name) {
        return arn("states", "stateMachine:" + name);
    }
}
