package dev.skald.tasks.functions;

/** Where the output of functions goes, line by line. */
@FunctionalInterface
public interface FunctionLog {
    /** Nowhere. */
    FunctionLog NONE = _ -> {};

    /** Called on the thread that reads the process's output: must be quick, and must not throw. */
    void line(FunctionLogLine line);
}
