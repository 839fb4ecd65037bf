package dev.skald.asl;

/** The type of a state machine, given when it is created: some features are not allowed in EXPRESS machines. */
public enum MachineType {
    STANDARD,
    EXPRESS
}
