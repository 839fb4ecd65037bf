package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parameters of Systems Manager. One that is there with another value keeps it: somebody may have set it by hand. */
final class Parameters implements ResourceCreation.Creator {
    private static final String SERVICE = "ssm";
    private static final Set<String> KNOWN =
            Set.of("Name", "Type", "Value", "Description", "Tier", "DataType", "AllowedPattern");

    private final ServiceCalls calls;
    private final Effects effects;

    Parameters(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        effects.unknown(resource, properties, KNOWN);
        String wanted = properties.path("Value").asString("");
        Optional<String> there = value(resource.name());
        if (there.isEmpty()) put(resource.name(), wanted, properties);
        else if (!there.get().equals(wanted))
            effects.warn(
                    resource, "the parameter `" + resource.name() + "` is there with another value, which it keeps");
    }

    private Optional<String> value(String name) throws ServiceFailure, InterruptedException {
        try {
            ObjectNode request =
                    JsonNodeFactory.instance.objectNode().put("Name", name).put("WithDecryption", true);
            ObjectNode answer = calls.call(SERVICE, "getParameter", request);
            return Optional.of(answer.path("Parameter").path("Value").asString(""));
        } catch (ServiceFailure failure) {
            if (failure.code().equals("ParameterNotFound")) return Optional.empty();
            throw failure;
        }
    }

    private void put(String name, String value, ObjectNode properties) throws ServiceFailure, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("Type", properties.path("Type").asString("String"))
                .put("Value", value);
        calls.call(SERVICE, "putParameter", request);
    }
}
