package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import java.util.Map;
import java.util.Optional;

/**
 * A resource of a template, not computed yet.
 *
 * @param id its logical id
 * @param path how people find it: {@code Resources.Orders}
 * @param properties with intrinsic functions in them
 * @param isDescribed whether the project describes it in another way, and it is here only to be referred to
 */
public record TemplateResource(
        String id, String type, String path, Mapping properties, Mapping attributes, boolean isDescribed) {
    /** @param value what stands under the logical id */
    static TemplateResource of(String id, String path, Mapping value) {
        String type = value.members().get("Type") instanceof Value.Scalar scalar ? scalar.text() : "";
        Mapping properties = value.members().get("Properties") instanceof Mapping mapping
                ? mapping
                : new Mapping(value.place(), Map.of());
        return new TemplateResource(id, type, path, properties, value, false);
    }

    /** One that stands for something that the project describes in another way, so that it can be referred to. */
    public static TemplateResource named(String id, String type, String nameProperty, String name, Place place) {
        Mapping properties = new Mapping(place, Map.of(nameProperty, Value.text(place, name)));
        return new TemplateResource(id, type, id, properties, properties, true);
    }

    ResourceKind kind() {
        return ResourceKind.of(type);
    }

    Place place() {
        return attributes.place();
    }

    /** The name of the condition under which it is there. */
    Optional<Value> condition() {
        return Optional.ofNullable(attributes.members().get("Condition"));
    }

    Optional<Value> metadata(String name) {
        return attributes.members().get("Metadata") instanceof Mapping metadata
                ? Optional.ofNullable(metadata.members().get(name))
                : Optional.empty();
    }
}
