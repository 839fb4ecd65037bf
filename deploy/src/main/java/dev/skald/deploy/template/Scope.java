package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Value;
import java.util.Optional;

/** What names of a template stand for. */
interface Scope {
    /** What {@code Ref} gives: of a parameter, a resource. */
    Optional<Value> reference(String id, Place place);

    /** What {@code Fn::GetAtt} gives. */
    Optional<Value> attribute(String id, String name, Place place);

    /** What a mapping has under two keys. */
    Optional<Value> mapped(String mapping, String first, String second);

    /** What a condition says; empty when there is none of that name. */
    Optional<Value> condition(String name);

    /** What another stack of the project exports. */
    Optional<Value> imported(String name);
}
