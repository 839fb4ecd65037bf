package dev.skald.asl;

/** {@code "Type": "Succeed"}: ends its scope with success. */
public record SucceedState(String name, DataFlow flow) implements State {}
