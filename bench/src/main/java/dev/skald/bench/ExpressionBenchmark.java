package dev.skald.bench;

import dev.skald.asl.Asl;
import dev.skald.asl.ChoiceState;
import dev.skald.asl.DataFlow;
import dev.skald.asl.Expression;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.StateMachine;
import dev.skald.asl.Variables;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Expressions over an order whose tree is there already: compiled once, as Skald has them, and, for comparison, compiled with
 * their state each time they are evaluated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExpressionBenchmark {
    private static final String DEFINITION = """
            {"StartAt": "Path", "States": {
              "Path": {"Type": "Pass", "InputPath": "$.order.customer.name", "Next": "Filter"},
              "Filter": {"Type": "Pass", "InputPath": "$.order.lines[?(@.price > 10)]", "Next": "Template"},
              "Template": {"Type": "Pass", "Next": "Format", "Parameters": {
                "id.$": "$.order.id", "who.$": "$.order.customer.name", "first.$": "$.order.lines[0].price",
                "fixed": {"currency": "EUR", "express": true}}},
              "Format": {"Type": "Pass", "Next": "Query", "Parameters": {
                "text.$": "States.Format('order {} of {}', $.order.id, $.order.customer.name)"}},
              "Query": {"Type": "Pass", "QueryLanguage": "JSONata", "Next": "Choice",
                "Output": "{% $sum($states.input.order.lines[price > 10].price) %}"},
              "Choice": {"Type": "Choice", "Default": "End", "Choices": [{"Next": "End", "And": [
                {"Variable": "$.order.total", "NumericGreaterThan": 100},
                {"Variable": "$.order.customer.name", "StringEquals": "Ada"}]}]},
              "End": {"Type": "Succeed"}}}
            """;
    private static final Payload ORDER = Payload.ofText("""
            {"order": {"id": "4711", "total": 120.5, "customer": {"name": "Ada", "city": "London"},
              "lines": [{"sku": "a", "price": 5}, {"sku": "b", "price": 15.5}, {"sku": "c", "price": 100}]}}
            """);

    private final StateMachine machine = parse();
    private final Expression<Payload> path = machine.state("Path").flow().input();
    private final Expression<Payload> filter = machine.state("Filter").flow().input();
    private final Expression<Payload> template =
            machine.state("Template").flow().arguments();
    private final Expression<Payload> format = machine.state("Format").flow().arguments();
    private final Expression<Payload> query = machine.state("Query").flow().output();
    private final Expression<Boolean> condition = condition(machine);
    private final dev.skald.asl.Scope scope = new dev.skald.asl.Scope(
            ORDER,
            null,
            null,
            Variables.NONE,
            () -> Payload.EMPTY_OBJECT,
            Instant.EPOCH,
            new SplittableRandom(1)::nextLong);

    private static StateMachine parse() {
        Asl.Parsed parsed = Asl.parse(DEFINITION, MachineType.STANDARD);
        if (parsed instanceof Asl.Parsed.Valid valid) return valid.machine();
        throw new IllegalStateException(parsed.toString());
    }

    private static Expression<Boolean> condition(StateMachine machine) {
        if (machine.state("Choice") instanceof ChoiceState choice)
            return choice.rules().getFirst().condition();
        throw new IllegalStateException("Choice is no Choice state");
    }

    @Benchmark
    public Payload simplePath() {
        return path.evaluate(scope);
    }

    @Benchmark
    public Payload filterPath() {
        return filter.evaluate(scope);
    }

    @Benchmark
    public Payload payloadTemplate() {
        return template.evaluate(scope);
    }

    @Benchmark
    public Payload statesFormat() {
        return format.evaluate(scope);
    }

    @Benchmark
    public Payload jsonata() {
        return query.evaluate(scope);
    }

    @Benchmark
    public boolean choiceRule() {
        return condition.evaluate(scope);
    }

    @Benchmark
    public Payload simplePathCompiledEachTime() {
        return alone("""
                {"Type": "Pass", "InputPath": "$.order.customer.name", "End": true}""").input().evaluate(scope);
    }

    @Benchmark
    public Payload payloadTemplateCompiledEachTime() {
        return alone("""
                {"Type": "Pass", "End": true, "Parameters": {
                  "id.$": "$.order.id", "who.$": "$.order.customer.name", "first.$": "$.order.lines[0].price",
                  "fixed": {"currency": "EUR", "express": true}}}""").arguments().evaluate(scope);
    }

    @Benchmark
    public Payload statesFormatCompiledEachTime() {
        return alone("""
                {"Type": "Pass", "End": true, "Parameters": {
                  "text.$": "States.Format('order {} of {}', $.order.id, $.order.customer.name)"}}""").arguments().evaluate(scope);
    }

    @Benchmark
    public Payload jsonataCompiledEachTime() {
        return alone("""
                {"Type": "Pass", "End": true, "QueryLanguage": "JSONata",
                  "Output": "{% $sum($states.input.order.lines[price > 10].price) %}"}""").output().evaluate(scope);
    }

    private static DataFlow alone(String state) {
        String definition = "{\"StartAt\": \"S\", \"States\": {\"S\": " + state + "}}";
        if (Asl.parse(definition, MachineType.STANDARD) instanceof Asl.Parsed.Valid valid)
            return valid.machine().state("S").flow();
        throw new IllegalStateException(definition);
    }
}
