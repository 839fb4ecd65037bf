package dev.skald.deploy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.http.Connection.Authorization;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application as JSON: how a client sends it to a server, and how a server keeps it. The members are those of the records;
 * {@code version} says which form it has.
 */
public final class ApplicationJson {
    /** The form that is written. A server reads this one and those before it. */
    public static final int VERSION = 1;

    private static final String VERSION_KEY = "version";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(HttpTrigger.Target.class, TargetKinds.class)
            .addMixIn(EventTarget.Input.class, InputKinds.class)
            .addMixIn(Authorization.class, AuthorizationKinds.class)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ApplicationJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @Type(value = HttpTrigger.Target.Machine.class, name = "machine"),
        @Type(value = HttpTrigger.Target.Function.class, name = "function")
    })
    private interface TargetKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @Type(value = EventTarget.Input.Event.class, name = "event"),
        @Type(value = EventTarget.Input.Constant.class, name = "constant"),
        @Type(value = EventTarget.Input.Part.class, name = "part"),
        @Type(value = EventTarget.Input.Transformer.class, name = "transformer")
    })
    private interface InputKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @Type(value = Authorization.None.class, name = "none"),
        @Type(value = Authorization.ApiKey.class, name = "apiKey"),
        @Type(value = Authorization.Basic.class, name = "basic"),
        @Type(value = Authorization.OAuthClientCredentials.class, name = "oauthClientCredentials")
    })
    private interface AuthorizationKinds {}

    /** An application as a tree. */
    public static ObjectNode tree(Application application) {
        ObjectNode tree = JSON.createObjectNode().put(VERSION_KEY, VERSION);
        tree.setAll((ObjectNode) JSON.valueToTree(application));
        return tree;
    }

    /** An application as text. */
    public static String write(Application application) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(application));
    }

    /** @throws IllegalArgumentException when it is none */
    public static Application read(String text) {
        try {
            return read(JSON.readTree(text));
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("It is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** @throws IllegalArgumentException when it is none */
    public static Application read(JsonNode tree) {
        JsonNode version = tree.path(VERSION_KEY);
        if (!tree.isObject() || !version.isIntegralNumber())
            throw new IllegalArgumentException("It is no application: it has no version.");
        if (version.asInt() != VERSION)
            throw new IllegalArgumentException(
                    "It has version " + version + "; this Skald knows version " + VERSION + ".");
        ObjectNode members = ((ObjectNode) tree).deepCopy();
        members.remove(VERSION_KEY);
        try {
            return JSON.treeToValue(members, Application.class);
        } catch (JacksonException | NullPointerException unusable) {
            throw new IllegalArgumentException("It is no application: " + reason(unusable), unusable);
        }
    }

    private static String reason(RuntimeException unusable) {
        return unusable instanceof JacksonException malformed
                ? malformed.getOriginalMessage()
                : "something that it must have is missing.";
    }
}
