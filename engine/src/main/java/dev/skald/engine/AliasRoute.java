package dev.skald.engine;

/**
 * One element of an alias's {@code RoutingConfiguration}.
 *
 * @param weight the share of starts that get the version, 0 to 100; the weights of an alias sum up to 100
 */
public record AliasRoute(String versionArn, int weight) {}
