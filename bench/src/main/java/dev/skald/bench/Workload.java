package dev.skald.bench;

/** Something whose speed people ask for. One class each. */
interface Workload {
    /** What it is called on the command line, such as {@code w1}. */
    String name();

    /** What is done, in one line. */
    String title();

    /**
     * Measures, and reports what came out.
     *
     * @throws IllegalStateException when what was counted did not happen
     */
    void measure(Scale scale, Report report) throws Exception;
}
