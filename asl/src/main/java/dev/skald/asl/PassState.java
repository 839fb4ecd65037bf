package dev.skald.asl;

/** {@code "Type": "Pass"}: passes its arguments on as its result. */
public record PassState(String name, DataFlow flow, Next next) implements State {}
