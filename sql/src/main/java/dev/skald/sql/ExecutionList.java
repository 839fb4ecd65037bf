package dev.skald.sql;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists executions, newest first. Each filter has an index that yields the rows in this order, so that a page costs about its
 * length; what other filters then leave out of it costs more.
 */
final class ExecutionList {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    private final String sql;

    private ExecutionList(ExecutionQuery query) {
        sql = select(query);
    }

    static List<ExecutionRow> read(Session session, ExecutionQuery query) throws SQLException {
        var list = new ExecutionList(query);
        return session.list(list.sql, row -> Executions.read(session, row), list.arguments.toArray());
    }

    static String sql(ExecutionQuery query) {
        return new ExecutionList(query).sql;
    }

    private String select(ExecutionQuery query) {
        List<Map.Entry<String, String>> attributes =
                List.copyOf(query.searchAttributes().entrySet());
        String id = "e.id";
        String from = "";
        if (!attributes.isEmpty()) {
            id = "s.execution_id";
            from = "JOIN search_attribute s ON s.execution_id = e.id";
            where(
                    "s.name = ? AND s.value = ?",
                    attributes.getFirst().getKey(),
                    attributes.getFirst().getValue());
        }
        where(id + " < ?", query.beforeId());
        for (var other : attributes.subList(Math.min(1, attributes.size()), attributes.size())) also(other);
        if (query.stateMachineArn() != null)
            where("e.machine = (SELECT id FROM term WHERE text = ?)", query.stateMachineArn());
        if (query.startedThrough() != null) startedThrough(query.startedThrough());
        if (query.status() != null) status(query.status());
        if (query.runClass() != null) runClass(query.runClass());
        if (!query.sagaStatuses().isEmpty()) sagaStatus(query.sagaStatuses());
        if (query.redriven() != null) where(query.redriven() ? "e.redrive_count > 0" : "e.redrive_count = 0");
        arguments.add(query.limit());
        return Executions.SELECT + from + " WHERE " + String.join(" AND ", conditions) + " ORDER BY " + id
                + " DESC LIMIT ?";
    }

    private void startedThrough(String arn) {
        String term = "(SELECT id FROM term WHERE text = ?)";
        if (arn.contains(":mapRun:")) where("e.map_run = " + term, arn);
        else where("(e.version = " + term + " OR e.alias = " + term + ")", arn, arn);
    }

    private void also(Map.Entry<String, String> attribute) {
        where(
                "EXISTS (SELECT 1 FROM search_attribute a WHERE a.execution_id = e.id AND a.name = ? AND a.value = ?)",
                attribute.getKey(),
                attribute.getValue());
    }

    /** Written out, not a parameter: so the partial indexes apply. */
    private void status(Status status) {
        int code = Codes.of(status);
        where("e.status = " + code);
        switch (status) {
            case FAILED, TIMED_OUT, ABORTED -> where("e.status > 1");
            case RUNNING, SUCCEEDED -> {}
        }
    }

    /** As {@link #status}; of successes there are too many for an index to help. */
    private void runClass(RunClass runClass) {
        where("e.run_class = " + Codes.of(runClass));
        switch (runClass) {
            case KnownFailure, UnknownFailure -> where("e.run_class > 0");
            case Success -> {}
        }
    }

    /** As {@link #status}; one status has an index in the order of the list, several are picked from their own. */
    private void sagaStatus(Set<SagaStatus> statuses) {
        String codes =
                statuses.stream().map(Codes::of).sorted().map(Object::toString).collect(Collectors.joining(", "));
        where(statuses.size() == 1 ? "e.saga_status = " + codes : "e.saga_status IN (" + codes + ")");
        if (!statuses.contains(SagaStatus.NONE)) where("e.saga_status > 0");
    }

    private void where(String condition, Object... values) {
        conditions.add(condition);
        arguments.addAll(List.of(values));
    }
}
