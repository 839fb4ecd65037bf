package dev.skald.server.triggers;

/**
 * A trigger as it is shown to people.
 *
 * @param url the whole address, with the parameters of the path in braces
 * @param isPrivate whether a request needs one of the API keys
 * @param target what it calls: {@code machine NAME}, {@code machine NAME (ACTION)} or {@code function NAME}
 */
public record TriggerListing(String method, String url, boolean isPrivate, String target) {}
