package dev.skald.deploy;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.engine.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates, updates and deletes the state machines of applications, as a client of the AWS API would. */
final class Machines {
    /** No role is asked for anything here; the API wants one. */
    private final Site site;

    Machines(Site site) {
        this.site = site;
    }

    /** What is wrong with the definitions, by machine; empty when all is well. */
    static List<String> problems(List<Machine> machines) {
        List<String> problems = new ArrayList<>();
        for (Machine machine : machines)
            if (Asl.parse(machine.definition(), MachineType.valueOf(machine.type()))
                    instanceof Asl.Parsed.Invalid invalid)
                invalid.problems().forEach(problem -> problems.add(machine.name() + ": " + problem));
        return problems;
    }

    String arn(Machine machine) {
        return "arn:aws:states:" + site.region() + ":" + site.accountId() + ":stateMachine:" + machine.name();
    }

    /** Brings a machine to what it is to be. */
    void put(Machine machine) {
        ObjectNode request = definition(machine).put("name", machine.name()).put("type", machine.type());
        if (!machine.tags().isEmpty()) tags(machine.tags(), request.putArray("tags"));
        try {
            site.perform("CreateStateMachine", request);
        } catch (ServiceException refused) {
            if (!refused.code().equals("StateMachineAlreadyExists")) throw refused;
            update(machine);
        }
    }

    private void update(Machine machine) {
        String arn = arn(machine);
        JsonNode there = site.perform("DescribeStateMachine", object().put("stateMachineArn", arn));
        String type = there.path("type").asString();
        if (!type.equals(machine.type()))
            throw new ServiceException(
                    "ValidationException",
                    "The state machine '" + machine.name() + "' is " + type + " and cannot become " + machine.type()
                            + ": remove it first, or give the new one another name.");
        site.perform("UpdateStateMachine", definition(machine).put("stateMachineArn", arn));
        if (machine.tags().isEmpty()) return;
        ObjectNode tagging = object().put("resourceArn", arn);
        tags(machine.tags(), tagging.putArray("tags"));
        site.perform("TagResource", tagging);
    }

    private ObjectNode definition(Machine machine) {
        ObjectNode request = object().put("definition", machine.definition())
                .put("roleArn", "arn:aws:iam::%s:role/skald".formatted(site.accountId()));
        String logging = machine.loggingConfiguration();
        if (logging != null)
            request.set("loggingConfiguration", JsonMapper.shared().readTree(logging));
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
