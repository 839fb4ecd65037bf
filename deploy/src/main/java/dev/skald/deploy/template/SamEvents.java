package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.Schedule;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Events} of SAM's functions and machines. */
final class SamEvents {
    private static final int NAME_MAX = 64;

    private final String id;
    private final String arn;
    private final Target target;
    private final SamApis apis;
    private final TemplateContext context;

    /**
     * @param id the logical id of the function or machine
     * @param target what requests do
     */
    SamEvents(String id, String arn, Target target, SamApis apis, TemplateContext context) {
        this.id = id;
        this.arn = arn;
        this.target = target;
        this.apis = apis;
        this.context = context;
    }

    void read(Section resource) {
        resource.section("Events")
                .ifPresent(events -> events.members().keySet().forEach(name -> {
                    try (Section event = events.section(name)
                            .orElseGet(() -> Section.empty(events.place(), events.path(name), events.reading()))) {
                        event(name, event.neededText("Type"), properties(event));
                    }
                }));
    }

    private static Section properties(Section event) {
        return event.section("Properties")
                .orElseGet(() -> Section.empty(event.place(), event.path("Properties"), event.reading()));
    }

    private void event(String name, String type, Section properties) {
        try (properties) {
            switch (type) {
                case "Api" -> api(name, properties);
                case "HttpApi" -> httpApi(name, properties);
                case "Schedule" -> schedule(name, properties, "Schedule");
                case "ScheduleV2" -> schedule(name, properties, "ScheduleExpression");
                case "EventBridgeRule", "CloudWatchEvent" -> rule(name, properties);
                default -> {
                    properties.members();
                    context.reading()
                            .unsupported(properties.path(), "nothing here is called for events `" + type + "`");
                }
            }
        }
    }

    private void api(String name, Section event) {
        String api = apis.idOf(event.value("RestApiId"));
        event.unsupported("requests are not checked before they are taken", "RequestModel", "RequestParameters");
        event.unsupported("the function's own answer is sent", "ResponseTransferMode");
        event.unsupported("no limit of its own: the time-out of the function or server counts", "TimeoutInMillis");
        event.harmless("UnescapeMappingTemplate");
        boolean isPrivate = event.section("Auth")
                .map(auth -> isKeyRequired(auth, apis.isPrivate(api)))
                .orElse(apis.isPrivate(api));
        trigger(name, event, Flavour.REST, isPrivate, apis.cors(api));
    }

    private boolean isKeyRequired(Section auth, boolean otherwise) {
        try (auth) {
            SamApis.unauthorised(auth);
            return auth.flag("ApiKeyRequired", otherwise);
        }
    }

    private void httpApi(String name, Section event) {
        String api = apis.idOf(event.value("ApiId"));
        event.unsupported("callers are not authorised here: whoever reaches the port may call", "Auth");
        event.unsupported("functions get payloads of version 2.0", "PayloadFormatVersion");
        event.unsupported("no limit of its own: the function's time-out counts", "TimeoutInMillis");
        event.unsupported("callers are not counted here", "RouteSettings");
        trigger(name, event, Flavour.HTTP, false, apis.cors(api));
    }

    private void trigger(String name, Section event, Flavour flavour, boolean isPrivate, @Nullable Cors cors) {
        String method =
                event.text("Method", "ANY").toUpperCase(Locale.ROOT).replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY");
        String path =
                "/" + event.text("Path", "/{proxy+}").replaceFirst("^/+", "").replaceFirst("/+$", "");
        context.draft()
                .add(new HttpTrigger(id + " " + name, flavour, method, path, isPrivate, cors, target), event.place());
    }

    private String named(Section event, String name) {
        return event.text("Name")
                .or(() -> event.text("RuleName"))
                .orElseGet(() ->
                        TemplateScope.shortened(context.scope().pseudo().stack() + "-" + id + name, NAME_MAX, ""));
    }

    private static boolean isEnabled(Section event) {
        return event.flag("Enabled", true) && event.text("State", "ENABLED").equals("ENABLED");
    }

    private static void ignore(Section event) {
        event.unsupported("permissions are not checked here", "RoleArn", "PermissionsBoundary");
        event.harmless("GroupName", "OmitName");
        event.unsupported("it runs at its time, without a window around it", "FlexibleTimeWindow");
        event.unsupported("a schedule has no beginning and end here", "StartDate", "EndDate");
        event.unsupported("nothing is encrypted with keys of KMS here", "KmsKeyArn");
    }

    private EventTarget target(Section event) {
        String targetId =
                event.section("Target").flatMap(each -> each.text("Id")).orElse("target");
        return Targets.of(targetId, arn, event, true);
    }

    private void schedule(String name, Section event, String key) {
        ignore(event);
        String expression = event.neededText(key);
        Schedules.check(expression, event.place(key), event.reading());
        ZoneId zone = key.equals("Schedule") ? ZoneOffset.UTC : Schedules.zone(event, "ScheduleExpressionTimezone");
        context.draft()
                .add(
                        new Schedule(
                                named(event, name),
                                expression,
                                zone,
                                isEnabled(event),
                                event.text("Description").orElse(null),
                                target(event)),
                        event.place());
    }

    private void rule(String name, Section event) {
        ignore(event);
        String bus = RuleReader.bus(event);
        Value pattern = event.value("Pattern").orElseGet(() -> new Value.Mapping(event.place(), Map.of()));
        if (!event.has("Pattern")) event.reading().problem(event.place(), "`" + event.path() + "` needs `Pattern`");
        context.draft()
                .add(
                        new EventRule(
                                named(event, name),
                                bus,
                                pattern.json().toString(),
                                isEnabled(event),
                                event.text("Description").orElse(null),
                                List.of(target(event))),
                        event.place());
    }
}
