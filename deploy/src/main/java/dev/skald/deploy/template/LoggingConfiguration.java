package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Logging configurations of machines, as the API takes them. */
public final class LoggingConfiguration {
    private LoggingConfiguration() {}

    /** Of {@code loggingConfig}: destinations are ARNs. */
    public static String ofServerless(Section section) {
        try (section) {
            return json(
                    section.text("level", "OFF"),
                    section.flag("includeExecutionData", false),
                    section.texts("destinations"));
        }
    }

    /** Of {@code LoggingConfiguration} in a template. */
    static String ofTemplate(Section section) {
        try (section) {
            List<String> arns = section.list("Destinations").stream()
                    .map(each -> Section.of(each, section.path("Destinations"), section.reading()))
                    .flatMap(each -> each.section("CloudWatchLogsLogGroup").stream())
                    .flatMap(each -> each.text("LogGroupArn").stream())
                    .toList();
            return json(section.text("Level", "OFF"), section.flag("IncludeExecutionData", false), arns);
        }
    }

    private static String json(String level, boolean includeExecutionData, List<String> arns) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("level", level);
        json.put("includeExecutionData", includeExecutionData);
        ArrayNode destinations = json.putArray("destinations");
        arns.forEach(arn ->
                destinations.addObject().putObject("cloudWatchLogsLogGroup").put("logGroupArn", arn));
        return json.toString();
    }
}
