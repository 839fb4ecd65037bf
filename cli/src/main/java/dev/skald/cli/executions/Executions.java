package dev.skald.cli.executions;

import dev.skald.engine.ServiceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The executions of a server, as the commands ask for them. Answers are the server's JSON. */
public final class Executions {
    /** Stands between a machine and a test case of the mock configuration. */
    private static final char TEST_CASE = '#';

    private final Api api;

    public Executions(Api api) {
        this.api = api;
    }

    /**
     * Which executions to list.
     *
     * @param machine the name or ARN of a machine; null means any
     * @param status only with this status; null means any
     * @param runClass only those that ended in this class; null means any
     */
    public record Wanted(
            @Nullable String machine,
            @Nullable String status,
            @Nullable String runClass,
            Map<String, String> attributes,
            int limit) {}

    /** The newest executions first: {@code {"executions": [...]}}. */
    public JsonNode list(Wanted wanted) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (wanted.machine() != null) parameters.put("machine", wanted.machine());
        if (wanted.status() != null) parameters.put("status", wanted.status());
        if (wanted.runClass() != null) parameters.put("class", wanted.runClass());
        wanted.attributes().forEach((name, value) -> parameters.put("attribute." + name, value));
        parameters.put("limit", Integer.toString(wanted.limit()));
        return api.get("/executions", parameters);
    }

    /** All about one execution, its history aside. */
    public JsonNode describe(String arn) throws IOException, InterruptedException {
        return api.get("/executions/" + Api.encoded(arn), Map.of());
    }

    /**
     * Some events of an execution.
     *
     * @param next the sequence to go on from
     */
    public record Page(List<JsonNode> events, long next) {}

    /** The events from a sequence on; waits a while when an execution that runs has none yet. */
    public Page events(String arn, long fromSequence) throws IOException, InterruptedException {
        Map<String, String> parameters = Map.of("from", Long.toString(fromSequence));
        JsonNode answer = api.get("/executions/" + Api.encoded(arn) + "/events", parameters);
        return new Page(list(answer.path("events")), answer.path("next").asLong(fromSequence));
    }

    /**
     * StartExecution.
     *
     * @param machine a name or an ARN, maybe with a test case: {@code order#Retried}
     * @return the execution's ARN
     */
    public String start(String machine, @Nullable String name, String input) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("stateMachineArn", machineArn(machine));
        if (name != null) request.put("name", name);
        request.put("input", input);
        return api.perform("StartExecution", request).path("executionArn").asString();
    }

    /** StopExecution. */
    public JsonNode stop(String arn, @Nullable String error, @Nullable String cause)
            throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("executionArn", arn);
        if (error != null) request.put("error", error);
        if (cause != null) request.put("cause", cause);
        return api.perform("StopExecution", request);
    }

    /**
     * Redrives one execution.
     *
     * @param how {@code input}, {@code onto}, {@code clientToken}, {@code dryRun}
     */
    public JsonNode redrive(String arn, ObjectNode how) throws IOException, InterruptedException {
        return api.post("/executions/" + Api.encoded(arn) + "/redrive", how);
    }

    /**
     * The newest sagas first: {@code {"executions": [...]}}.
     *
     * @param machine the name or ARN of a machine; null means any
     * @param sagaStatuses their statuses, with commas
     */
    public JsonNode sagas(@Nullable String machine, String sagaStatuses, int limit)
            throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (machine != null) parameters.put("machine", machine);
        parameters.put("sagaStatus", sagaStatuses);
        parameters.put("limit", Integer.toString(limit));
        return api.get("/executions", parameters);
    }

    /** The saga of an execution: what would be undone, and what waits for a person. */
    public JsonNode saga(String arn) throws IOException, InterruptedException {
        return api.get("/executions/" + Api.encoded(arn) + "/saga", Map.of());
    }

    /**
     * Does what a person decides about a saga; returns it as it is then.
     *
     * @param action {@code retry}, {@code skip}, {@code done}, {@code happened}, {@code compensate}, {@code abandon}
     * @param request {@code who}, {@code why}, {@code park}, {@code input}, {@code result}
     */
    public JsonNode operate(String arn, String action, ObjectNode request) throws IOException, InterruptedException {
        return api.post("/executions/" + Api.encoded(arn) + "/saga/" + action, request);
    }

    /** What goes on at a glance. */
    public JsonNode status() throws IOException, InterruptedException {
        return api.get("/status", Map.of());
    }

    /**
     * Tasks that wait for their tokens: {@code {"tasks": [...]}}.
     *
     * @param machine the name or ARN of a machine; null means any
     * @param execution the ARN of an execution; null means any
     */
    public JsonNode tasks(@Nullable String machine, @Nullable String execution, int limit)
            throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (machine != null) parameters.put("machine", machine);
        if (execution != null) parameters.put("execution", execution);
        parameters.put("limit", Integer.toString(limit));
        return api.get("/tasks", parameters);
    }

    /**
     * Does something about a task that waits for its token.
     *
     * @param task its handle
     * @param action {@code approve}, {@code reject}, {@code links}
     */
    public JsonNode task(String task, String action, ObjectNode request) throws IOException, InterruptedException {
        return api.post("/tasks/" + Api.encoded(task) + "/" + action, request);
    }

    /** What functions have written for an execution: {@code {"lines": [...]}}. */
    public JsonNode logOfExecution(String arn, int limit) throws IOException, InterruptedException {
        return api.get("/executions/" + Api.encoded(arn) + "/function-log", Map.of("limit", Integer.toString(limit)));
    }

    /** What a function has written. */
    public JsonNode logOfFunction(String function, int limit) throws IOException, InterruptedException {
        return api.get("/functions/" + Api.encoded(function) + "/log", Map.of("limit", Integer.toString(limit)));
    }

    /** Events that a target did not get: {@code {"deadLetters": [...]}}. */
    public JsonNode deadLetters(int limit) throws IOException, InterruptedException {
        return api.get("/dead-letters", Map.of("limit", Integer.toString(limit)));
    }

    /** @param action {@code replay} or {@code drop} */
    public JsonNode deadLetter(long number, String action, ObjectNode request)
            throws IOException, InterruptedException {
        return api.post("/dead-letters/" + number + "/" + action, request);
    }

    /** The deployed applications, and the region and account of the server. */
    public JsonNode deployments() throws IOException, InterruptedException {
        return api.get("/deployments", Map.of());
    }

    /** One deployed application, whole. */
    public JsonNode deployment(String name) throws IOException, InterruptedException {
        return api.get("/deployments/" + Api.encoded(name), Map.of());
    }

    /** Deploys an application, or tells what that would change. */
    public JsonNode deploy(JsonNode application, boolean dryRun) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        request.set("application", application);
        return api.post("/deployments", request);
    }

    /** Takes an application out of service, or tells what that would remove. */
    public JsonNode remove(String name, boolean dryRun) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        return api.post("/deployments/" + Api.encoded(name) + "/remove", request);
    }

    /**
     * Redrives all executions that a filter matches, batch by batch.
     *
     * @param how as for one, and the filter
     * @param each is shown what came of each execution
     */
    public void redriveAll(ObjectNode how, Consumer<JsonNode> each) throws IOException, InterruptedException {
        ObjectNode request = how.deepCopy();
        while (true) {
            JsonNode batch = api.post("/executions/redrive", request);
            batch.path("executions").forEach(each);
            String before = batch.path("before").asString("");
            if (before.isEmpty()) return;
            request.put("before", before);
        }
    }

    /** The ARN of an execution that is given as ARN or as MACHINE/NAME. */
    public String arn(String execution) throws IOException, InterruptedException {
        if (execution.startsWith("arn:")) return execution;
        int slash = execution.indexOf('/');
        if (slash <= 0 || slash == execution.length() - 1)
            throw new ServiceException(
                    "InvalidArn", "an execution is given by its ARN or as MACHINE/NAME, not as '" + execution + "'");
        String machine = machineArn(execution.substring(0, slash));
        return machine.replaceFirst(":stateMachine:", ":execution:") + ":" + execution.substring(slash + 1);
    }

    private String machineArn(String machine) throws IOException, InterruptedException {
        if (machine.startsWith("arn:")) return machine;
        int behind = machine.indexOf(TEST_CASE);
        if (behind > 0) return machineArn(machine.substring(0, behind)) + machine.substring(behind);
        JsonNode page = api.get("/machines", Map.of());
        while (true) {
            for (JsonNode known : page.path("machines"))
                if (known.path("name").asString("").equals(machine))
                    return known.path("stateMachineArn").asString();
            String after = page.path("after").asString("");
            if (after.isEmpty()) throw unknown(machine);
            page = api.get("/machines", Map.of("after", after));
        }
    }

    private static ServiceException unknown(String machine) {
        return new ServiceException("StateMachineDoesNotExist", "there is no state machine named '" + machine + "'");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
