package dev.skald.deploy.resources;

import dev.skald.deploy.Notice;
import dev.skald.deploy.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** What has to be told of a creation. */
final class Effects {
    private final List<Notice> notices = new ArrayList<>();

    void unsupported(Resource resource, String message) {
        notices.add(new Notice(Notice.Kind.UNSUPPORTED, path(resource), message));
    }

    void warn(Resource resource, String message) {
        notices.add(new Notice(Notice.Kind.WARNING, path(resource), message));
    }

    private static String path(Resource resource) {
        return "Resources." + resource.logicalId();
    }

    /** Tells of the properties that a creator does nothing about. */
    void unknown(Resource resource, ObjectNode properties, Set<String> known) {
        Set<String> names = new TreeSet<>(properties.propertyNames());
        names.removeAll(known);
        names.remove("Tags");
        if (!names.isEmpty()) unsupported(resource, "without effect here: " + String.join(", ", names));
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }
}
