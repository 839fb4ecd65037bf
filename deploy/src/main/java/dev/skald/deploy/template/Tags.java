package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tags: a mapping (SAM) or a list of keys and values (CloudFormation). */
final class Tags {
    private Tags() {}

    static Map<String, String> of(Section section, String key) {
        Optional<Value> tags = section.value(key);
        if (tags.isPresent() && tags.get() instanceof Value.Mapping) return section.textsByName(key);
        Map<String, String> found = new LinkedHashMap<>();
        for (Value tag : section.list(key)) {
            Section each = Section.of(tag, section.path(key), section.reading());
            found.put(each.neededText("Key"), each.text("Value", ""));
        }
        return found;
    }
}
