package dev.skald.asl;

import dev.skald.asl.Flow.Edge;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what each Task of a valid machine means for its saga, or for its hand-written undo. */
final class TaskRoles {
    /** The verbs of actions that change nothing. */
    private static final Pattern READS =
            Pattern.compile("(get|list|describe|head|batchGet|query|scan|select|lookup)([A-Z].*)?");

    private final Flow flow;
    private final Set<String> undos;
    private final Set<String> forward;

    private TaskRoles(Flow flow) {
        this.flow = flow;
        undos = flow.machine().saga() == null ? new HandWrittenUndo(flow, new Findings()).undos() : Set.of();
        forward = flow.from(List.of(flow.machine().startAt()), EnumSet.of(Edge.NEXT), _ -> true);
    }

    static Map<String, TaskRole> of(Flow flow) {
        TaskRoles roles = new TaskRoles(flow);
        Map<String, TaskRole> all = new LinkedHashMap<>();
        for (LintedState state : flow.states())
            if (flow.machine().state(state.name()) instanceof TaskState task)
                all.put(state.name(), roles.role(state, task));
        return Collections.unmodifiableMap(all);
    }

    private TaskRole role(LintedState state, TaskState task) {
        return switch (task.saga().role()) {
            case COMPENSATABLE -> TaskRole.COMPENSATABLE;
            case PIVOT -> TaskRole.PIVOT;
            case RETRIABLE -> TaskRole.RETRIABLE;
            case PLAIN -> plain(state);
        };
    }

    private TaskRole plain(LintedState state) {
        if (undos.contains(state.name())) return TaskRole.UNDO;
        return forward.contains(state.name()) && hasEffect(flow, state) ? TaskRole.STEP : TaskRole.NEUTRAL;
    }

    /** Whether a Task without a part in the saga changes something that nobody has declared to need no undo. */
    static boolean hasEffect(Flow flow, LintedState state) {
        if (!(flow.machine().state(state.name()) instanceof TaskState task)) return false;
        if (task.saga().role() != SagaStep.Role.PLAIN || state.node().has("NoCompensation")) return false;
        return !(task.resource() instanceof TaskResource.Integration integration)
                || !READS.matcher(integration.action()).matches() && !isNestedSaga(integration);
    }

    /** A nested execution is undone through the log of its own. */
    private static boolean isNestedSaga(TaskResource.Integration integration) {
        return integration.service().equals("states") && integration.waitsForJob();
    }
}
