package dev.skald.engine.task;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The functions that are Java code in this process, by name. */
public final class JavaFunctions implements FunctionInvoker {
    /** How many stack frames of an exception go into the error's text: enough to find the line, not the whole server. */
    private static final int STACK_FRAMES_MAX = 10;

    // What is said of functions that have neither, since they run in the program: Lambda's longest time and least
    // memory.
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final int MEMORY_MEGABYTES = 128;

    private static final Logger LOG = LoggerFactory.getLogger(JavaFunctions.class);

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    /**
     * Registers a function.
     *
     * @param function its name, or an ARN with its name
     * @throws IllegalArgumentException if that is no name, or a function of that name is there already
     */
    public void register(String function, Handler handler) {
        String name = FunctionName.parse(function)
                .orElseThrow(() -> new IllegalArgumentException("not a function name: " + function))
                .name();
        if (handlers.putIfAbsent(name, handler) != null)
            throw new IllegalArgumentException("a function named " + name + " is registered already");
    }

    @Override
    public boolean invokes(FunctionName function) {
        return handlers.containsKey(function.name());
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        Handler handler = handlers.get(call.function().name());
        if (handler == null)
            throw new IllegalArgumentException(
                    "no function named " + call.function().name());
        return switch (call.type()) {
            case REQUEST_RESPONSE -> run(handler, call);
            case EVENT -> handOver(handler, call);
            case DRY_RUN -> new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        };
    }

    @Override
    public List<FunctionDescription> functions() {
        return handlers.entrySet().stream()
                .map(entry -> new FunctionDescription(
                        entry.getKey(),
                        "java" + Runtime.version().feature(),
                        entry.getValue().getClass().getName(),
                        TIMEOUT,
                        MEMORY_MEGABYTES,
                        Map.of()))
                .toList();
    }

    // There is no queue behind a Java function: it runs at once. Its failure reaches no state, as on Lambda.
    private static FunctionResult handOver(Handler handler, FunctionCall call) throws InterruptedException {
        if (run(handler, call) instanceof FunctionResult.Raised raised)
            LOG.warn(
                    "Function {} was invoked as an event and failed: {}",
                    call.function().name(),
                    raised.errorPayload());
        return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
    }

    private static FunctionResult run(Handler handler, FunctionCall call) throws InterruptedException {
        try {
            Payload result = handler.handle(call.payload(), call.step());
            return new FunctionResult.Returned(result == null ? Payload.NULL : result);
        } catch (InterruptedException givenUp) {
            throw givenUp;
        } catch (TaskFailure failure) {
            return raised(failure);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError failure) {
            return broke(failure);
        }
    }

    /** What a handler says of its failure; of an exception behind it, its place in the code. */
    private static FunctionResult raised(TaskFailure failure) {
        ObjectNode error = error(failure.error(), failure);
        if (failure.getCause() != null) addStack(error, failure.getCause());
        return new FunctionResult.Raised(failure.error(), error.toString(), failure.effect());
    }

    /** What nobody meant to report is written with its place in the code. */
    private static FunctionResult broke(Throwable failure) {
        String type = failure.getClass().getName();
        ObjectNode error = error(type, failure);
        addStack(error, failure);
        return new FunctionResult.Raised(type, error.toString(), Effect.REPORTED);
    }

    private static void addStack(ObjectNode error, Throwable failure) {
        ArrayNode stack = error.putArray("stackTrace");
        StackTraceElement[] frames = failure.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, STACK_FRAMES_MAX); i++) stack.add(frames[i].toString());
    }

    /** The error as Lambda's Java runtime writes it. */
    private static ObjectNode error(String errorType, Throwable failure) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errorMessage", failure.getMessage() == null ? "" : failure.getMessage());
        error.put("errorType", errorType);
        return error;
    }
}
