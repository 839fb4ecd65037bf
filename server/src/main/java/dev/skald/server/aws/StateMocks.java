package dev.skald.server.aws;

import dev.skald.asl.Asl;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.MapState;
import dev.skald.asl.ParallelState;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskState;
import dev.skald.core.StateTest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the member {@code mock} of TestState, and checks it against the state that it is for. */
final class StateMocks {
    private static final String NOT_JSON = "Mocked result must be valid JSON";
    private static final String NO_ARRAY = "Mocked result must be an array.";
    private static final String NO_OBJECT = "Mocked result must be a JSON object.";

    private final ServiceModels models;

    StateMocks(ServiceModels models) {
        this.models = models;
    }

    /**
     * The mock; null when there is none.
     *
     * @throws dev.skald.engine.ServiceException ValidationException
     */
    StateTest.@Nullable Mock read(Parameters in, Asl.ParsedState.Found found, int failedIterations) {
        ObjectNode members = in.structure("mock");
        if (members == null) return null;
        Parameters mock = new Parameters(members);
        if (in.flag("revealSecrets", false))
            throw TestState.refused("TestState does not support RevealSecrets when a mock is specified.");
        if (mock.has("result") == mock.has("errorOutput"))
            throw TestState.refused("A test mock should have only one of the following fields: [result, errorOutput].");
        if (!(found.state() instanceof State.Fallible state))
            throw TestState.refused(
                    "State type '" + found.state().type() + "' is not supported when a mock is specified");
        ObjectNode error = mock.structure("errorOutput");
        if (error != null) return failed(new Parameters(error), causedBy(in, found));
        Payload result = json(mock.text("result", ""), NOT_JSON);
        check(result, state, found, mock.text("fieldValidationMode", "STRICT"), failedIterations);
        return new StateTest.Mock.Result(result);
    }

    private static StateTest.Mock failed(Parameters error, @Nullable String inState) {
        return new StateTest.Mock.Failed(error.text("error"), error.text("cause"), inState);
    }

    /** {@code errorCausedByState}, a state of the Map or Parallel that is tested. */
    private static @Nullable String causedBy(Parameters in, Asl.ParsedState.Found found) {
        ObjectNode configuration = in.structure("stateConfiguration");
        String name = configuration == null ? null : new Parameters(configuration).text("errorCausedByState");
        if (name != null && !found.machine().states().containsKey(name))
            throw TestState.refused("State not found in definition");
        return name;
    }

    private void check(
            Payload result, State.Fallible state, Asl.ParsedState.Found found, String mode, int failedIterations) {
        switch (state) {
            case TaskState task -> checkTask(result, task.resource(), mode);
            case ParallelState parallel ->
                checkBranches(result, parallel.branches().size());
            case MapState _ -> checkMap(result, found.json().has("ResultWriter"), failedIterations);
        }
    }

    private void checkTask(Payload result, TaskResource resource, String mode) {
        if (mode.equals("NONE") || !(resource instanceof TaskResource.Integration integration)) return;
        ResponseShape shape = models.response(integration);
        if (shape == null) return;
        if (!result.node().isObject()) throw TestState.refused(NO_OBJECT);
        String violation = shape.violation(result.node(), mode.equals("STRICT"));
        if (violation != null) throw TestState.refused("Mock result schema validation error: " + violation);
    }

    private static void checkBranches(Payload result, int branches) {
        if (!result.node().isArray()) throw TestState.refused(NO_ARRAY);
        if (result.node().size() != branches)
            throw TestState.refused(
                    "Mocked result must contain the same number of items as number of Parallel branches.");
    }

    private static void checkMap(Payload result, boolean written, int failedIterations) {
        if (written && !result.node().isObject()) throw TestState.refused(NO_OBJECT);
        if (!written && !result.node().isArray()) throw TestState.refused(NO_ARRAY);
        if (!written && failedIterations > result.node().size())
            throw TestState.refused(
                    "Map iteration failure count must be less than or equal to the number of Map iterations");
    }

    /** JSON that someone sent in a member; refused with a text when it is none. */
    static Payload json(String text, String refusal) {
        try {
            return Payload.parse(text);
        } catch (MalformedJson _) {
            throw TestState.refused(refusal);
        }
    }
}
