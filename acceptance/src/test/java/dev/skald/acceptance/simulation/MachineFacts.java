package dev.skald.acceptance.simulation;

import dev.skald.asl.State;
import dev.skald.asl.StateMachine;

/** What the invariants ask of a definition. */
record MachineFacts(StateMachine machine) {
    /** How often the retriers of a state may retry in one visit, together. */
    long retriesMax(String state) {
        if (!(machine.state(state) instanceof State.Fallible fallible)) return 0;
        return fallible.retry().stream().mapToLong(r -> r.maxAttempts()).sum();
    }
}
