package dev.skald.engine.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several places where functions run, as one: the first that invokes a function is asked. */
public final class Functions implements FunctionInvoker {
    private final List<FunctionInvoker> invokers;
    private final String place;

    /** @param place what the ARNs of functions begin with: {@code arn:aws:lambda:us-east-1:000000000000:function:} */
    public Functions(List<FunctionInvoker> invokers, String place) {
        this.invokers = List.copyOf(invokers);
        this.place = place;
    }

    /** The ARN of a function of that name. */
    public String arn(String name) {
        return place + name;
    }

    /** Who invokes a function; functions that only the program itself has are never asked of anyone else. */
    Optional<FunctionInvoker> find(FunctionName function) {
        for (FunctionInvoker each : invokers) {
            boolean may = each instanceof JavaFunctions || !function.isInProgram();
            if (may && each.invokes(function)) return Optional.of(each);
        }
        return Optional.empty();
    }

    @Override
    public boolean invokes(FunctionName function) {
        return find(function).isPresent();
    }

    /** @throws IllegalArgumentException when nobody invokes it */
    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        return find(call.function())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no function named " + call.function().name()))
                .invoke(call);
    }

    @Override
    public List<FunctionDescription> functions() {
        Map<String, FunctionDescription> byName = new LinkedHashMap<>();
        for (FunctionInvoker each : invokers)
            for (FunctionDescription function : each.functions()) byName.putIfAbsent(function.name(), function);
        return new ArrayList<>(byName.values());
    }
}
