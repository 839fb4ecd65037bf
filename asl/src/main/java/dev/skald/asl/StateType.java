package dev.skald.asl;

/** The eight types of state, spelled as in the language. */
public enum StateType {
    Pass,
    Task,
    Choice,
    Wait,
    Succeed,
    Fail,
    Parallel,
    Map
}
