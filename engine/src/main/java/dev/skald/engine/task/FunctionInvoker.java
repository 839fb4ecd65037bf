package dev.skald.engine.task;

import java.util.List;

/**
 * A place where functions run: handlers in this process, a Lambda endpoint over HTTP. Shared by Task states that name a
 * function's ARN and those that use {@code lambda:invoke}; see {@link LambdaTask}.
 */
public interface FunctionInvoker {
    /** Whether a function of that name can be invoked here. The first invoker that says so is asked. */
    boolean invokes(FunctionName function);

    /**
     * Invokes the function once. Called on a virtual thread; may block.
     *
     * @throws InterruptedException when the attempt is given up: its effect is then uncertain
     */
    FunctionResult invoke(FunctionCall call) throws InterruptedException;

    /** The functions that are known by name; empty where only the other side knows. */
    default List<FunctionDescription> functions() {
        return List.of();
    }
}
