package dev.skald.server.aws;

import dev.skald.asl.Asl;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskState;
import dev.skald.core.ReaderData;
import dev.skald.core.StateOutcome;
import dev.skald.core.StateTest;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * TestState: takes one state through one visit, with its work really performed or mocked, and shows what it did with its
 * data. A state that fails is an answer; what is wrong with the request is an error.
 */
final class TestState implements Action {
    private final Skald skald;
    private final StateMocks mocks = new StateMocks(new ServiceModels());

    TestState(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        Asl.ParsedState.Found found = state(in);
        StateOutcome outcome = skald.testState(found, in.text("roleArn", ""), setup(in, found));
        write(outcome, out);
        if (!in.text("inspectionLevel", "INFO").equals("INFO"))
            out.object("inspectionData", data -> Inspections.write(outcome.inspection(), data));
    }

    private static Asl.ParsedState.Found state(Parameters in) {
        return switch (Asl.parseState(in.required("definition"), in.text("stateName"))) {
            case Asl.ParsedState.Found found -> found;
            case Asl.ParsedState.Missing _ -> throw refused("State not found in definition");
            case Asl.ParsedState.Invalid(var problems) -> throw ServiceException.invalidDefinition(problems);
        };
    }

    private StateTest.Setup setup(Parameters in, Asl.ParsedState.Found found) {
        Configuration configuration = Configuration.of(in);
        StateTest.Mock mock = mocks.read(in, found, configuration.failedIterations());
        ObjectNode given = StateContext.read(in.text("context"), found.state(), mock != null);
        if (mock == null) requirePerformable(found.state(), in.has("roleArn"));
        Payload input = Input.of(in);
        ObjectNode context = given == null ? StateContext.ofIteration(found.map(), input) : given;
        return new StateTest.Setup(
                input,
                variables(in.text("variables")),
                context,
                mock,
                configuration.retries() == null ? StateContext.retryCount(context) : configuration.retries(),
                configuration.readerData(),
                configuration.failedIterations());
    }

    /** The member {@code stateConfiguration}. */
    private record Configuration(
            @Nullable Integer retries,
            int failedIterations,
            @Nullable ReaderData readerData) {
        static Configuration of(Parameters in) {
            ObjectNode members = in.structure("stateConfiguration");
            if (members == null) return new Configuration(null, 0, null);
            Parameters given = new Parameters(members);
            if (given.has("mapIterationFailureCount") && !in.has("mock"))
                throw refused("TestState does not support MapIterationFailureCount when a mock is not specified.");
            String data = given.text("mapItemReaderData");
            return new Configuration(
                    given.has("retrierRetryCount") ? given.number("retrierRetryCount", 0) : null,
                    given.number("mapIterationFailureCount", 0),
                    data == null ? null : new GivenReaderData(data));
        }
    }

    /** Without a mock AWS performs only what it can wait for itself. */
    private static void requirePerformable(State state, boolean role) {
        if (state.type() == StateType.Map || state.type() == StateType.Parallel)
            throw new ServiceException(
                    "InvalidDefinition",
                    "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait,"
                            + " Pass, Succeed, Fail, Choice]");
        if (!(state instanceof TaskState task)) return;
        if (!answersAtOnce(task.resource()))
            throw new ServiceException(
                    "InvalidDefinition",
                    "TestState API does not support the resource '"
                            + task.resource().arn() + "' when a mock is not specified.");
        if (!role) throw refused("RoleArn must be specified when testing a Task state");
    }

    private static boolean answersAtOnce(TaskResource resource) {
        return switch (resource) {
            case TaskResource.LambdaFunction _ -> true;
            case TaskResource.Activity _ -> false;
            case TaskResource.Integration integration -> integration.pattern() == TaskResource.Pattern.REQUEST_RESPONSE;
        };
    }

    private static Map<String, Payload> variables(@Nullable String text) {
        if (text == null) return Map.of();
        String refusal = "Variables must be a JSON object.";
        Payload variables = StateMocks.json(text, refusal);
        if (!(variables.node() instanceof ObjectNode object)) throw refused(refusal);
        Map<String, Payload> byName = new LinkedHashMap<>();
        object.properties().forEach(member -> byName.put(member.getKey(), Payload.of(member.getValue())));
        return byName;
    }

    private static void write(StateOutcome outcome, JsonWriter out) {
        Payload output = outcome.output();
        out.text("output", output == null ? null : output.text())
                .text("error", outcome.error())
                .text("cause", outcome.cause())
                .text("nextState", outcome.nextState())
                .text("status", outcome.ending().name());
    }

    static ServiceException refused(String reason) {
        return new ServiceException("ValidationException", reason);
    }
}
