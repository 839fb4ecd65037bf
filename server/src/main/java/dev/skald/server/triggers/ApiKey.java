package dev.skald.server.triggers;

/** A key that private triggers ask for in {@code X-Api-Key}. */
public record ApiKey(String name, String value) {}
