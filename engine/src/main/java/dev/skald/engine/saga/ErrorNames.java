package dev.skald.engine.saga;

import dev.skald.core.Effect;
import dev.skald.engine.task.TaskFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The errors that a saga names, and under which name, and with which effect, an exception comes out.
 *
 * <p>An exception comes out under the name of its class; where the saga names only one that it extends, under that one. A
 * known error is a refusal: nothing happened. Any other exception says nothing of what was done before it was thrown, so
 * that the step is undone as uncertain.
 */
final class ErrorNames {
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> uncertain = new LinkedHashSet<>();
    private final Set<String> retried = new LinkedHashSet<>();

    void known(List<String> names) {
        known.addAll(names);
    }

    void uncertain(List<String> names) {
        uncertain.addAll(names);
    }

    void retried(List<String> names) {
        retried.addAll(names);
    }

    /** Takes over what a saga within this one names. */
    void add(ErrorNames inner) {
        known.addAll(inner.known);
        uncertain.addAll(inner.uncertain);
    }

    Set<String> known() {
        return known;
    }

    Set<String> uncertain() {
        return uncertain;
    }

    interface Call<T> {
        T call() throws Exception;
    }

    /** Calls the user's code. What cannot be caught sensibly, such as lack of memory, goes on to the engine. */
    <T> T in(Call<T> call) throws TaskFailure, InterruptedException {
        try {
            return call.call();
        } catch (TaskFailure | InterruptedException said) {
            throw said;
        } catch (Exception | StackOverflowError | AssertionError | LinkageError thrown) {
            throw failure(thrown);
        }
    }

    private TaskFailure failure(Throwable thrown) {
        String name = name(thrown.getClass());
        String message = String.valueOf(thrown.getMessage());
        if (known.contains(name)) return new TaskFailure(name, message);
        var failure = new TaskFailure(name, message, Effect.UNCERTAIN);
        failure.initCause(thrown);
        return failure;
    }

    private String name(Class<?> thrown) {
        for (Class<?> each = thrown; each != null; each = each.getSuperclass())
            if (isNamed(each.getName())) return each.getName();
        return thrown.getName();
    }

    private boolean isNamed(String name) {
        return known.contains(name) || uncertain.contains(name) || retried.contains(name);
    }
}
