package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The names of one template: its parameters, resources, mappings and conditions. */
public final class TemplateScope implements Scope {
    private final Pseudo pseudo;
    private final Reading reading;
    private final Map<String, String> environment;
    private final Map<String, TemplateResource> resources = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Value> parameters = new HashMap<>();
    private final Map<String, Value> mappings = new HashMap<>();
    private final Map<String, Value> conditions = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Intrinsics intrinsics;
    private @Nullable Exports exports;

    /**
     * @param environment endpoints of services among its variables decide the URLs of queues
     * @param texts what is done to every text that is no argument of an intrinsic function
     */
    public TemplateScope(
            Pseudo pseudo, Map<String, String> environment, Reading reading, BiFunction<String, Place, String> texts) {
        this.pseudo = pseudo;
        this.environment = environment;
        this.reading = reading;
        this.intrinsics = new Intrinsics(this, pseudo, reading, texts);
    }

    public Intrinsics intrinsics() {
        return intrinsics;
    }

    public Pseudo pseudo() {
        return pseudo;
    }

    public Account account() {
        return pseudo.account();
    }

    public Reading reading() {
        return reading;
    }

    /** Takes a resource in; one with the same logical id before it is replaced. */
    public void add(TemplateResource resource) {
        resources.put(resource.id(), resource);
    }

    /** Another name under which a resource is known. */
    public void addAlias(String alias, String id) {
        aliases.put(alias, id);
    }

    void addParameter(String name, Value value) {
        parameters.put(name, value);
    }

    void addMappings(Map<String, Value> more) {
        mappings.putAll(more);
    }

    void addConditions(Map<String, Value> more) {
        conditions.putAll(more);
    }

    Collection<TemplateResource> resources() {
        return Collections.unmodifiableCollection(new ArrayList<>(resources.values()));
    }

    /** The resource of a logical id. */
    public Optional<TemplateResource> resource(String id) {
        return Optional.ofNullable(resources.get(resources.containsKey(id) ? id : aliases.getOrDefault(id, id)));
    }

    /** Whether the resource's condition holds. */
    boolean exists(TemplateResource resource) {
        return resource.condition().map(intrinsics::condition).orElse(true);
    }

    @Override
    public Optional<Value> reference(String id, Place place) {
        Value parameter = parameters.get(id);
        if (parameter != null) return Optional.of(parameter);
        return resource(id).map(resource -> Value.text(place, reference(resource)));
    }

    private String reference(TemplateResource resource) {
        if (isQualified(resource)) return functionOf(resource);
        String name = name(resource);
        return switch (resource.kind().reference()) {
            case NAME -> name;
            case ARN -> resource.kind().arn(name, account());
            case URL -> queueUrl(name);
        };
    }

    /** Versions and aliases of functions and machines: what they stand for is the function or machine itself here. */
    private static boolean isQualified(TemplateResource resource) {
        return resource.type().equals("AWS::Lambda::Version") || resource.type().equals("AWS::Lambda::Alias");
    }

    private String functionOf(TemplateResource version) {
        Value function = version.properties().members().get("FunctionName");
        String name = function != null && intrinsics.evaluate(function) instanceof Scalar scalar ? scalar.text() : "";
        return name.startsWith("arn:") ? name : account().function(name);
    }

    /** Where the queue answers: at the configured endpoint of SQS, else on AWS. */
    private String queueUrl(String name) {
        String endpoint =
                environment.getOrDefault("AWS_ENDPOINT_URL_SQS", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        String base = endpoint.isBlank() ? "https://sqs." + account().region() + ".amazonaws.com" : endpoint;
        return base.replaceFirst("/+$", "") + "/" + account().accountId() + "/" + name;
    }

    @Override
    public Optional<Value> attribute(String id, String name, Place place) {
        return resource(id).map(resource -> Value.text(place, attribute(resource, name, place)));
    }

    private String attribute(TemplateResource resource, String attribute, Place place) {
        if (isQualified(resource)) return functionOf(resource);
        String name = name(resource);
        return switch (attribute) {
            case "Arn", "TopicArn", "StateMachineArn", "AliasArn", "FunctionArn" ->
                resource.kind().arn(name, account());
            case "Name", "QueueName", "TopicName", "TableName", "RoleName" -> name;
            case "QueueUrl" -> queueUrl(name);
            case "Id" -> reference(resource);
            case "Version" -> "$LATEST";
            case "StreamArn" -> resource.kind().arn(name, account()) + "/stream/latest";
            case "DomainName" -> name + ".s3.amazonaws.com";
            case "Value" -> property(resource, "Value", place);
            default -> unknown(resource, attribute, place);
        };
    }

    private String property(TemplateResource resource, String property, Place place) {
        Value value = resource.properties().members().get(property);
        return value != null && intrinsics.evaluate(value) instanceof Scalar scalar
                ? scalar.text()
                : unknown(resource, property, place);
    }

    private String unknown(TemplateResource resource, String attribute, Place place) {
        String text = resource.id() + "." + attribute;
        reading.warn(
                place.file().getFileName() + ":" + place.line(),
                "what `" + text + "` (" + resource.type() + ") would be is not known here: this text is used");
        return text;
    }

    /** Its physical name: as its property says, else made of the stack's name and the logical id. */
    public String name(TemplateResource resource) {
        String known = names.get(resource.id());
        if (known != null) return known;
        if (!open.add(resource.id()))
            throw reading.stop(resource.place(), "the name of `" + resource.id() + "` leads back to itself");
        try {
            String name = computeName(resource);
            names.put(resource.id(), name);
            return name;
        } finally {
            open.remove(resource.id());
        }
    }

    private String computeName(TemplateResource resource) {
        return resource.kind()
                .nameProperty()
                .map(resource.properties().members()::get)
                .map(intrinsics::evaluate)
                .filter(value ->
                        value instanceof Scalar scalar && !scalar.text().isBlank())
                .map(value -> ((Scalar) value).text())
                .orElseGet(() -> madeName(resource));
    }

    private String madeName(TemplateResource resource) {
        String full = pseudo.stack() + "-" + resource.id() + suffix(resource);
        String cased = resource.kind() == ResourceKind.BUCKET ? full.toLowerCase(Locale.ROOT) : full;
        return shortened(cased, resource.kind().lengthMax(), suffix(resource));
    }

    /** The name of a queue or topic that is first-in-first-out ends so. */
    private static String suffix(TemplateResource resource) {
        boolean isFifo = resource.properties().members().get("FifoQueue") instanceof Scalar queue
                        && queue.text().equalsIgnoreCase("true")
                || resource.properties().members().get("FifoTopic") instanceof Scalar topic
                        && topic.text().equalsIgnoreCase("true");
        return isFifo ? ".fifo" : "";
    }

    /** A name that is too long is cut; a hash of the whole keeps it from meeting another one. */
    public static String shortened(String name, int lengthMax, String suffix) {
        if (name.length() <= lengthMax) return name;
        String hash = "-" + Integer.toHexString(name.hashCode()) + suffix;
        return name.substring(0, lengthMax - hash.length()) + hash;
    }

    @Override
    public Optional<Value> mapped(String mapping, String first, String second) {
        return mappings.get(mapping) instanceof Mapping outer && outer.members().get(first) instanceof Mapping inner
                ? Optional.ofNullable(inner.members().get(second))
                : Optional.empty();
    }

    @Override
    public Optional<Value> condition(String name) {
        return Optional.ofNullable(conditions.get(name));
    }

    @Override
    public Optional<Value> imported(String name) {
        return exports == null ? Optional.empty() : exports.find(name);
    }

    /** What other stacks export. */
    void use(Exports others) {
        exports = others;
    }
}
