package dev.skald.deploy;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.engine.Names;
import dev.skald.engine.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates, updates and deletes the state machines of applications, as a client of the AWS API would. */
final class Machines {
    private static final String LOGGING = "loggingConfiguration";

    private final Site site;

    Machines(Site site) {
        this.site = site;
    }

    /** What is wrong with the definitions, by machine; empty when all is well. */
    static List<String> problems(List<Machine> machines) {
        List<String> problems = new ArrayList<>();
        for (Machine machine : machines)
            if (!Names.valid(machine.name())) problems.add("'" + machine.name() + "' is no name of a state machine");
            else if (Asl.parse(machine.definition(), MachineType.valueOf(machine.type()))
                    instanceof Asl.Parsed.Invalid invalid)
                invalid.problems().forEach(problem -> problems.add(machine.name() + ": " + problem));
        return problems;
    }

    /** Those of these machines that are there already, by name, each with its type. */
    Map<String, String> standing(List<Machine> wanted) {
        Map<String, String> standing = new HashMap<>();
        for (Machine machine : wanted) {
            try {
                standing.put(machine.name(), describe(machine).path("type").asString());
            } catch (ServiceException absent) {
                if (!absent.code().equals("StateMachineDoesNotExist")) throw absent;
            }
        }
        return standing;
    }

    /** Which machines cannot become what they are to be. */
    static List<String> fixed(List<Machine> wanted, Map<String, String> standing) {
        List<String> problems = new ArrayList<>();
        for (Machine machine : wanted) {
            String type = standing.getOrDefault(machine.name(), machine.type());
            if (!type.equals(machine.type()))
                problems.add("The state machine '" + machine.name() + "' is " + type + " and cannot become "
                        + machine.type() + ": remove it first, or give the new one another name.");
        }
        return problems;
    }

    private JsonNode describe(Machine machine) {
        return site.perform("DescribeStateMachine", object().put("stateMachineArn", arn(machine)));
    }

    String arn(Machine machine) {
        return "arn:aws:states:" + site.region() + ":" + site.accountId() + ":stateMachine:" + machine.name();
    }

    /**
     * Brings a machine to what it is to be.
     *
     * @param before what the same project had it to be; what it said then and says no longer is taken away. Null when there
     *     was none: what others have said of a machine that is there stays
     */
    void put(Machine machine, @Nullable Machine before) {
        ObjectNode request =
                definition(machine, before).put("name", machine.name()).put("type", machine.type());
        if (!machine.tags().isEmpty()) tags(machine.tags(), request.putArray("tags"));
        try {
            site.perform("CreateStateMachine", request);
        } catch (ServiceException refused) {
            if (!refused.code().equals("StateMachineAlreadyExists")) throw refused;
            site.perform("UpdateStateMachine", definition(machine, before).put("stateMachineArn", arn(machine)));
        }
        retag(machine, before == null ? Map.of() : before.tags());
    }

    /** Who creates a machine that is there as it is to be changes none of its tags: so they are put in any case. */
    private void retag(Machine machine, Map<String, String> before) {
        ObjectNode untagging = object().put("resourceArn", arn(machine));
        ArrayNode gone = untagging.putArray("tagKeys");
        before.keySet().stream().filter(key -> !machine.tags().containsKey(key)).forEach(gone::add);
        if (!gone.isEmpty()) site.perform("UntagResource", untagging);
        if (machine.tags().isEmpty() || machine.tags().equals(before)) return;
        ObjectNode tagging = object().put("resourceArn", arn(machine));
        tags(machine.tags(), tagging.putArray("tags"));
        site.perform("TagResource", tagging);
    }

    /** No role is asked for anything here; the API wants one. */
    private ObjectNode definition(Machine machine, @Nullable Machine before) {
        ObjectNode request = object().put("definition", machine.definition())
                .put("roleArn", "arn:aws:iam::%s:role/skald".formatted(site.accountId()));
        String logging = machine.loggingConfiguration();
        if (logging != null) request.set(LOGGING, JsonMapper.shared().readTree(logging));
        else if (before != null && before.loggingConfiguration() != null)
            request.set(LOGGING, object().put("level", "OFF").put("includeExecutionData", false));
        return request;
    }

    private static void tags(Map<String, String> tags, ArrayNode list) {
        tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    }

    /** Its executions go on to their ends. */
    void delete(Machine machine) {
        site.perform("DeleteStateMachine", object().put("stateMachineArn", arn(machine)));
    }

    void putActivity(String name) {
        site.perform("CreateActivity", object().put("name", name));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
