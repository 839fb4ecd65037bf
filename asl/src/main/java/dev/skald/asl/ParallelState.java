package dev.skald.asl;

import java.util.List;

/**
 * {@code "Type": "Parallel"}: runs branches side by side; its result is the array of their outputs.
 *
 * @param branches where each branch starts; every branch gets the arguments as its input
 */
public record ParallelState(
        String name, DataFlow flow, List<Branch> branches, List<Retrier> retry, List<Catcher> catchers, Next next)
        implements State.Fallible {

    /** One branch. Its states are found by name in the machine. */
    public record Branch(String startAt) {}
}
