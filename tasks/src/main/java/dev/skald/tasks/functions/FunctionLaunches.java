package dev.skald.tasks.functions;

import org.jspecify.annotations.Nullable;

/** Makes of definitions what can be started: unpacks, bundles, finds interpreters. */
final class FunctionLaunches {
    private final FunctionSettings settings;
    private final Archives archives;
    private final Bootstraps bootstraps;
    private final TypeScript typeScript;

    /** @param stamp of the code that it was made of */
    record Prepared(Launch launch, FunctionCode code, long stamp) {}

    FunctionLaunches(FunctionSettings settings) {
        this.settings = settings;
        this.archives = new Archives(settings.cache());
        this.bootstraps = new Bootstraps(settings.cache());
        this.typeScript = new TypeScript(settings.cache());
    }

    Prepared prepare(FunctionDefinition function) throws UnusableFunction {
        long stamp = CodeStamp.of(function);
        FunctionCode code = FunctionCode.of(function, archives);
        Launch launch = FunctionRuntime.of(function.runtime(), bootstraps, typeScript)
                .launch(function, code, debugger(function));
        return new Prepared(launch, code, stamp);
    }

    private @Nullable Integer debugger(FunctionDefinition function) {
        FunctionSettings.Inspect inspect = settings.inspect();
        return inspect != null && inspect.function().equals(function.name()) ? inspect.port() : null;
    }
}
