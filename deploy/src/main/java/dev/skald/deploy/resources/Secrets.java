package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.security.SecureRandom;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Secrets of Secrets Manager. One that is there keeps its value. */
final class Secrets implements ResourceCreation.Creator {
    private static final String SERVICE = "secretsmanager";
    private static final Set<String> KNOWN =
            Set.of("Name", "SecretString", "GenerateSecretString", "Description", "KmsKeyId");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /** Secrets Manager's own. */
    private static final int LENGTH_DEFAULT = 32;

    private static final int LENGTH_MAX = 4_096;

    private final ServiceCalls calls;
    private final Effects effects;

    Secrets(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        effects.unknown(resource, properties, KNOWN);
        if (isThere(resource.name())) return;
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("Name", resource.name())
                .put("SecretString", value(properties));
        calls.call(SERVICE, "createSecret", request);
    }

    private boolean isThere(String name) throws ServiceFailure, InterruptedException {
        try {
            calls.call(
                    SERVICE,
                    "describeSecret",
                    JsonNodeFactory.instance.objectNode().put("SecretId", name));
            return true;
        } catch (ServiceFailure failure) {
            if (failure.code().equals("ResourceNotFoundException")) return false;
            throw failure;
        }
    }

    private static String value(ObjectNode properties) {
        JsonNode given = properties.path("SecretString");
        if (!given.isMissingNode()) return given.isString() ? given.asString() : given.toString();
        JsonNode generated = properties.path("GenerateSecretString");
        int length = Math.clamp(generated.path("PasswordLength").asInt(LENGTH_DEFAULT), 1, LENGTH_MAX);
        String key = generated.path("GenerateStringKey").asString("");
        return key.isEmpty()
                ? random(length)
                : within(generated.path("SecretStringTemplate").asString("{}"), key, random(length));
    }

    private static String within(String template, String key, String password) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        try {
            if (JsonMapper.shared().readTree(template) instanceof ObjectNode given) secret.setAll(given);
        } catch (JacksonException malformed) {
            return secret.put("template", template).put(key, password).toString();
        }
        return secret.put(key, password).toString();
    }

    private static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(length);
        for (int i = 0; i < length; i++) password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return password.toString();
    }
}
