package dev.skald.engine.saga;

import dev.skald.asl.SagaStep.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a saga, of a branch or of an iteration, in their order. Not for several threads.
 *
 * <p>What says something of a step ({@link #compensate}, {@link #timeout}, {@link #retry}, ...) follows it and is about the
 * step named last. A step gets the input, and {@link Step} with the results of the steps before. Names are unique in a
 * saga: letters, digits, spaces and {@code _ . ? ! -}, at most {@value SagaMachine#NAME_CHARS_MAX} characters.
 *
 * <p>An exception is a failed step, and the full name of its class is the error's name. Those named in {@link #knownErrors}
 * are refusals: nothing happened. After any other the step may have happened, so that it is undone too. A {@link
 * dev.skald.engine.task.TaskFailure} says itself what it means.
 *
 * @param <I> the input of the steps
 * @param <M> what the step named last records for its undo
 */
public final class Steps<I, M> {
    /** How long a step may take unless it says otherwise. */
    public static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** What a step does, with what it may know. Called at least once, with the same key. */
    @FunctionalInterface
    public interface Action<I, R> {
        @Nullable
        R act(I input, Step step) throws Exception;
    }

    /** What a step does that needs only its input. */
    @FunctionalInterface
    public interface InputAction<I, R> {
        @Nullable
        R act(I input) throws Exception;
    }

    /** What a step does that answers nothing. */
    @FunctionalInterface
    public interface Procedure<I> {
        void act(I input, Step step) throws Exception;
    }

    /** What a step does that needs only its input, and answers nothing. */
    @FunctionalInterface
    public interface InputProcedure<I> {
        void act(I input) throws Exception;
    }

    /** Undoes a step. Called at least once; whatever it throws, it is called again, and in the end a person is asked. */
    @FunctionalInterface
    public interface Compensation<I, M> {
        void undo(Undo<I, M> undo) throws Exception;
    }

    /** Asks somebody, who answers with the token. */
    @FunctionalInterface
    public interface Request<I> {
        void ask(I input, Step step) throws Exception;
    }

    private final ErrorNames errors;
    private final Class<I> input;
    private final @Nullable String saga;
    private final List<Part> parts = new ArrayList<>();
    private Policy policy = Policy.DEFAULT;

    /** @param saga the name of the saga; null of a branch or iteration */
    Steps(ErrorNames errors, Class<I> input, @Nullable String saga) {
        this.errors = errors;
        this.input = input;
        this.saga = saga;
    }

    // Steps.

    /** A step with a result, which its undo is told and later steps can read. */
    public <R> Steps<I, R> step(String name, Class<R> result, Action<I, R> action) {
        return act(name, Role.PLAIN, result, action);
    }

    public <R> Steps<I, R> step(String name, Class<R> result, InputAction<I, R> action) {
        return step(name, result, (in, _) -> action.act(in));
    }

    /** A step without a result. */
    public Steps<I, Void> step(String name, Procedure<I> action) {
        return act(name, Role.PLAIN, Void.class, done(action));
    }

    public Steps<I, Void> step(String name, InputProcedure<I> action) {
        return step(name, (in, _) -> action.act(in));
    }

    /** The point of no return: once it surely happened, nothing is undone any more. Not in a branch or iteration. */
    public <R> Steps<I, R> pivot(String name, Class<R> result, Action<I, R> action) {
        return act(name, Role.PIVOT, result, action);
    }

    public <R> Steps<I, R> pivot(String name, Class<R> result, InputAction<I, R> action) {
        return pivot(name, result, (in, _) -> action.act(in));
    }

    public Steps<I, Void> pivot(String name, Procedure<I> action) {
        return act(name, Role.PIVOT, Void.class, done(action));
    }

    public Steps<I, Void> pivot(String name, InputProcedure<I> action) {
        return pivot(name, (in, _) -> action.act(in));
    }

    /** A step after the pivot: it is repeated until it succeeds, then parked for a person. */
    public <R> Steps<I, R> retriable(String name, Class<R> result, Action<I, R> action) {
        return act(name, Role.RETRIABLE, result, action);
    }

    public <R> Steps<I, R> retriable(String name, Class<R> result, InputAction<I, R> action) {
        return retriable(name, result, (in, _) -> action.act(in));
    }

    public Steps<I, Void> retriable(String name, Procedure<I> action) {
        return act(name, Role.RETRIABLE, Void.class, done(action));
    }

    public Steps<I, Void> retriable(String name, InputProcedure<I> action) {
        return retriable(name, (in, _) -> action.act(in));
    }

    private static <I> Action<I, Void> done(Procedure<I> procedure) {
        return (in, step) -> {
            procedure.act(in, step);
            return null;
        };
    }

    private <R> Steps<I, R> act(String name, Role role, Class<R> result, Action<I, R> action) {
        boolean answers = result != Void.class;
        var does = new Handlers.Doing<>(input, action, value -> value, errors);
        return add(new Part.Act(name, role, does, answers, result, TIMEOUT, List.of(), null, null));
    }

    // Of the step named last.

    /** What undoes the step. */
    public Steps<I, M> compensate(Compensation<I, M> compensation) {
        Part.Act act = last();
        if (act.role() != Role.PLAIN) throw new IllegalStateException(quoted(act) + " is " + act.role() + " already");
        return replace(act.withUndo(new Handlers.Undoing<>(input, recordType(act), compensation, errors)));
    }

    /** The step needs no undo, for this reason. */
    public Steps<I, M> noCompensation(String reason) {
        return replace(last().withNoCompensation(reason));
    }

    /** What the undo of the step is told instead of its whole result. Comes before {@link #compensate}. */
    public <N> Steps<I, N> record(Class<N> type, Function<M, N> record) {
        Part.Act act = last();
        if (act.undo() != null) throw new IllegalStateException(quoted(act) + ": 'record' comes before 'compensate'");
        Class<M> result = recordType(act);
        Function<Object, @Nullable Object> of = value -> record.apply(result.cast(value));
        return replace(act.withRecord(recording(act.action(), of), type));
    }

    // The result is what the action answers, of whatever type that is.
    @SuppressWarnings("unchecked")
    private static <R> Handlers.Doing<?, R> recording(Handlers.Doing<?, R> action, Function<Object, ?> record) {
        return action.recording((Function<R, @Nullable Object>) record);
    }

    /** How long an attempt of the step may take, in whole seconds; {@link #TIMEOUT} unless it is said. */
    public Steps<I, M> timeout(Duration timeout) {
        Seconds.atLeastOne("a time-out", timeout);
        return replace(last().withTimeout(timeout));
    }

    /** Which failures of the step are tried again. The first retry that names an error decides. */
    public Steps<I, M> retry(Retry... retries) {
        Part.Act act = last();
        for (Retry each : retries) {
            errors.retried(each.errors());
            act = act.withRetry(each);
        }
        return replace(act);
    }

    private Part.Act last() {
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Act act) return act;
        throw new IllegalStateException("this must follow the step that it is about");
    }

    // The type parameter M is that of the step named last: whoever adds a step changes it.
    @SuppressWarnings("unchecked")
    private static <N> Class<N> recordType(Part.Act act) {
        return (Class<N>) act.recordType();
    }

    private <N> Steps<I, N> replace(Part.Act act) {
        parts.removeLast();
        return add(act);
    }

    // What is around steps.

    /** Branches side by side; later steps see the results of all. */
    @SafeVarargs
    public final Steps<I, Void> parallel(String name, Consumer<Steps<I, Void>>... branches) {
        if (branches.length == 0) throw new IllegalArgumentException("'" + name + "' has no branches");
        return add(new Part.Fork(
                name, Stream.of(branches).map(each -> within(input, each)).toList()));
    }

    /** One of several ways, which join again. Which one is kept in the history: it is asked once. */
    public Steps<I, Void> choice(String name, Consumer<Choice<I>> ways) {
        var choice = new Choice<>(name, input, errors);
        ways.accept(choice);
        return add(choice.part());
    }

    /** The same steps for each item, all side by side. */
    public <T> Steps<I, Void> forEach(
            String name, Class<T> item, BiFunction<I, Results, List<T>> items, Consumer<Steps<T, Void>> steps) {
        return forEach(name, 0, item, items, steps);
    }

    /**
     * The same steps for each item. Their input is the item; {@link Step#outer()} is what flows around. Later steps read
     * {@link Results#each}.
     *
     * @param concurrency how many items side by side, and how many are undone side by side; 0 means all
     * @param items are asked for once, and kept in the history
     */
    public <T> Steps<I, Void> forEach(
            String name,
            int concurrency,
            Class<T> item,
            BiFunction<I, Results, List<T>> items,
            Consumer<Steps<T, Void>> steps) {
        if (concurrency < 0) throw new IllegalArgumentException("a negative concurrency: " + concurrency);
        return add(new Part.Each(name, new Handlers.Computing<>(input, items), concurrency, within(item, steps)));
    }

    /**
     * Another saga as a part of this one: its steps are undone with those of this one, in their order. It is written into
     * this one's machine, so that it too stays as it was when an execution began. Later steps read {@link Results#of}.
     */
    public <J> Steps<I, Void> saga(String name, Saga<J> inner, BiFunction<I, Results, J> input) {
        errors.add(inner.errors());
        return add(new Part.Inner(name, new Handlers.Computing<>(this.input, input), inner.parts()));
    }

    /** A pause, in whole seconds. It survives restarts, and holds no thread. */
    public Steps<I, Void> pause(String name, Duration duration) {
        Seconds.whole("a pause", duration);
        return add(new Part.Pause(name, duration));
    }

    /** A pause until an instant. */
    public Steps<I, Void> pauseUntil(String name, BiFunction<I, Results, Instant> instant) {
        return add(new Part.Until(name, new Handlers.Computing<>(input, instant)));
    }

    /**
     * Somebody's answer: {@code request} hands {@link Step#taskToken()} to somebody; {@code Skald.completeTask} with a JSON
     * answer approves, {@code failTask} rejects under an error name, as do {@code skald task approve} and {@code reject}.
     *
     * @param within how long to wait, in whole seconds; then the saga fails with {@code States.Timeout}
     * @param answer the type of the answer
     */
    public <R> Steps<I, Void> approval(String name, Duration within, Class<R> answer, Request<I> request) {
        Seconds.atLeastOne("an approval's time", within);
        var asks = new Handlers.Doing<I, Void>(input, done(request::ask), value -> value, errors);
        return add(new Part.Approval(name, asks, answer != Void.class, within));
    }

    private <T> List<Part> within(Class<T> input, Consumer<Steps<T, Void>> steps) {
        Steps<T, Void> inner = new Steps<>(errors, input, null);
        steps.accept(inner);
        return List.copyOf(inner.parts);
    }

    static <I> List<Part> within(Class<I> input, ErrorNames errors, Consumer<Steps<I, Void>> steps) {
        return new Steps<I, Void>(errors, input, null).within(input, steps);
    }

    // Of the whole saga.

    /** Errors that the business expects: nothing happened, and the run is a known failure. Of the whole saga. */
    @SafeVarargs
    public final Steps<I, M> knownErrors(Class<? extends Throwable>... errors) {
        this.errors.known(Stream.of(errors).map(Class::getName).toList());
        return this;
    }

    /** As {@link #knownErrors(Class[])}, of {@code TaskFailure}s by their names. */
    public Steps<I, M> knownErrors(String... errors) {
        this.errors.known(List.of(errors));
        return this;
    }

    /** Errors that participants report although the step may have happened. Of the whole saga. */
    @SafeVarargs
    public final Steps<I, M> uncertainErrors(Class<? extends Throwable>... errors) {
        this.errors.uncertain(Stream.of(errors).map(Class::getName).toList());
        return this;
    }

    /** As {@link #uncertainErrors(Class[])}, of {@code TaskFailure}s by their names. */
    public Steps<I, M> uncertainErrors(String... errors) {
        this.errors.uncertain(List.of(errors));
        return this;
    }

    /** How the saga fails, is stopped and is undone. */
    public Steps<I, M> policy(Policy policy) {
        requireSaga("policy");
        this.policy = policy;
        return this;
    }

    /**
     * The saga is complete.
     *
     * @throws IllegalArgumentException when two steps have one name, or its machine would not be valid
     */
    public Saga<I> build() {
        String name = requireSaga("build");
        if (parts.isEmpty()) throw new IllegalArgumentException("the saga '" + name + "' has no steps");
        return Saga.of(name, input, List.copyOf(parts), errors, policy);
    }

    private String requireSaga(String what) {
        if (saga == null) throw new IllegalStateException("'" + what + "' is of the whole saga, not of a part of it");
        return saga;
    }

    // The type parameter is only for the compiler.
    @SuppressWarnings("unchecked")
    private <N> Steps<I, N> add(Part part) {
        parts.add(part);
        return (Steps<I, N>) this;
    }

    private static String quoted(Part part) {
        return "'" + part.name() + "'";
    }
}
