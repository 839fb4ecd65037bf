package dev.skald.cli;

/** What the process tells its caller. */
final class ExitCode {
    /** All is well. */
    static final int OK = 0;

    /** An execution failed, an expectation is not met, a definition is invalid, a request was refused. */
    static final int FAILED = 1;

    /** Wrong usage, or something around is not as it must be. */
    static final int USAGE = 2;

    private ExitCode() {}
}
