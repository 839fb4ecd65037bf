package dev.skald.tasks.functions;

import org.jspecify.annotations.Nullable;

/** A kind of runtime: how a process is started that runs a handler. */
sealed interface FunctionRuntime permits NodeRuntime, PythonRuntime, JavaRuntime, ProvidedRuntime {

    /**
     * How to start a function.
     *
     * @param debugger where a debugger is expected, on the loopback address; null means none
     * @throws UnusableFunction when something is missing on this machine or in the code
     */
    Launch launch(FunctionDefinition function, FunctionCode code, @Nullable Integer debugger) throws UnusableFunction;

    /** The kind that AWS's identifier names. */
    static FunctionRuntime of(String identifier, Bootstraps bootstraps, TypeScript typeScript) throws UnusableFunction {
        if (identifier.startsWith("nodejs")) return new NodeRuntime(bootstraps, typeScript);
        if (identifier.startsWith("python")) return new PythonRuntime(bootstraps);
        if (identifier.startsWith("java")) return new JavaRuntime();
        if (identifier.startsWith("provided")) return new ProvidedRuntime();
        throw new UnusableFunction("Skald runs nodejs, python, java and provided functions, not '" + identifier + "'");
    }
}
