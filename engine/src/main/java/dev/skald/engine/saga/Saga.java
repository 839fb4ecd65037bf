package dev.skald.engine.saga;

import dev.skald.asl.Asl;
import dev.skald.asl.Finding;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.Problem;
import dev.skald.engine.task.Handler;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A saga written in Java: steps, each with what undoes it.
 *
 * <pre>{@code
 * Saga<Trip> trip = Saga.named("book-trip", Trip.class)
 *         .knownErrors(SoldOut.class)
 *         .step("BookFlight", Flight.class, flights::book).compensate(flights::cancel)
 *         .step("ReserveHotel", Hotel.class, hotels::reserve).compensate(hotels::release)
 *         .pivot("Charge", Receipt.class, cards::charge)
 *         .retriable("SendMail", mails::send)
 *         .build();
 * try (Skald skald = Skald.at(Path.of("sagas.db")).register(trip).open()) {
 *     SagaResult result = skald.run(trip, "order-4711", new Trip("Oslo", 2));
 * }
 * }</pre>
 *
 * <p>It is a state machine in ASL, {@link #toAsl()}, whose tasks are these functions. The same steps make the same text, so
 * registering an unchanged saga changes nothing; an execution keeps the definition it began with.
 *
 * @param <I> what it is started with, a record mostly: written and read as JSON by Jackson
 */
public final class Saga<I> {
    private final String name;
    private final Class<I> input;
    private final List<Part> parts;
    private final ErrorNames errors;
    private final String asl;
    private final Map<String, Handler> handlers;

    private Saga(String name, Class<I> input, List<Part> parts, ErrorNames errors, SagaMachine machine) {
        this.name = name;
        this.input = input;
        this.parts = parts;
        this.errors = errors;
        this.asl = machine.text();
        this.handlers = machine.handlers();
    }

    /**
     * Begins a saga.
     *
     * @param name the name of its machine
     * @param input what it is started with
     */
    public static <I> Steps<I, Void> named(String name, Class<I> input) {
        return new Steps<>(new ErrorNames(), input, name);
    }

    static <I> Saga<I> of(String name, Class<I> input, List<Part> parts, ErrorNames errors, Policy policy) {
        var machine = new SagaMachine(name, errors, policy, parts);
        requireValid(name, machine.text());
        return new Saga<>(name, input, parts, errors, machine);
    }

    private static void requireValid(String name, String asl) {
        if (!(Asl.parse(asl, MachineType.STANDARD) instanceof Asl.Parsed.Invalid invalid)) return;
        String problems = invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
        throw new IllegalArgumentException("The saga '" + name + "' is not valid: " + problems);
    }

    /** The name of its machine. */
    public String name() {
        return name;
    }

    /** The machine in the Amazon States Language, as JSON for people to read. */
    public String toAsl() {
        return asl;
    }

    /** What the lint finds, such as a step before another that has no compensation. See {@code docs/sagas.md}. */
    public List<Finding> lint() {
        return Asl.lint(asl, MachineType.STANDARD);
    }

    /** The functions that the machine calls, by their names. */
    public Map<String, Handler> handlers() {
        return handlers;
    }

    /**
     * An input as its executions get it.
     *
     * @throws IllegalArgumentException when it cannot be written as JSON
     */
    public Payload payload(I input) {
        return TypedJson.payload(input);
    }

    Class<I> input() {
        return input;
    }

    List<Part> parts() {
        return parts;
    }

    ErrorNames errors() {
        return errors;
    }
}
