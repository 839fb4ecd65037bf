package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonReader;
import dev.skald.server.templates.MappingTemplate;
import dev.skald.server.templates.TemplateException;
import dev.skald.server.templates.TemplateInput;
import dev.skald.server.templates.Templates;
import dev.skald.server.templates.UnreadableBody;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the request of an action from that of a caller: by the trigger's templates, or by the default mapping, in which the
 * body is the input. Templates add to the default, as in the Serverless plugin; without a template for the content type the
 * answer is 415.
 */
final class RequestMapping {
    private static final Logger LOG = LoggerFactory.getLogger(RequestMapping.class);

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, MappingTemplate> templates = new HashMap<>();
    private final Kind kind;
    private final GatewayContext context;
    private final ProxyEvents proxyEvents;

    private enum Kind {
        /** The body is the input of an execution. */
        INPUT,
        /** The input of an execution is a Lambda proxy event. */
        PROXY,
        /** The body is the whole request of the action. */
        REQUEST
    }

    /** @throws TemplateException when one of the templates is none */
    RequestMapping(HttpTrigger trigger, Target.Machine target, Templates compiler, GatewayContext context) {
        this.context = context;
        this.kind = kind(target);
        this.proxyEvents = new ProxyEvents(context);
        target.requestTemplates().forEach((type, text) -> {
            String name = trigger.name() + ", request template " + type;
            templates.put(type.toLowerCase(Locale.ROOT), compiler.compile(name, text));
        });
    }

    private static Kind kind(Target.Machine target) {
        if (target.lambdaProxy()) return Kind.PROXY;
        boolean other = target.action() != null && !target.action().equals("StartExecution");
        return other ? Kind.REQUEST : Kind.INPUT;
    }

    /**
     * The request of the action.
     *
     * @throws GatewayFailure when the body is no JSON, the content type has no template, or the template fails
     * @throws ServiceException SerializationException when the template renders no JSON object
     */
    ObjectNode map(TriggerCall call) {
        MappingTemplate template = templates.get(call.contentType());
        if (template != null) return rendered(template, call);
        return switch (kind) {
            case INPUT -> input(body(call));
            case PROXY -> input(Json.write(proxyEvents.ofMachine(call, proxyBody(call))));
            case REQUEST -> request(call);
        };
    }

    private static ObjectNode input(String input) {
        return JsonReader.newObject().put("input", input);
    }

    // The default mapping.

    private static String body(TriggerCall call) {
        return switch (call.contentType()) {
            case TriggerCall.JSON -> json(call);
            case FORM -> form(call);
            default -> throw GatewayFailure.unsupportedMediaType();
        };
    }

    private static String proxyBody(TriggerCall call) {
        return switch (call.contentType()) {
            case TriggerCall.JSON -> call.bodyText();
            case FORM -> form(call);
            default -> throw GatewayFailure.unsupportedMediaType();
        };
    }

    private static String json(TriggerCall call) {
        String body = call.bodyText();
        if (body.isBlank()) return "{}";
        try {
            Json.parse(body);
            return body;
        } catch (MalformedJson malformed) {
            throw noJson(malformed.message());
        }
    }

    private static GatewayFailure noJson(String reason) {
        return GatewayFailure.badRequest("Could not parse request body into json: " + reason);
    }

    private static String form(TriggerCall call) {
        try {
            ObjectNode fields = Json.object();
            Query.parse(call.bodyText()).last().forEach(fields::put);
            return Json.write(fields);
        } catch (IllegalArgumentException broken) {
            throw GatewayFailure.badRequest("Could not parse request body: its percent-encoding is broken.");
        }
    }

    private ObjectNode request(TriggerCall call) {
        if (!templates.isEmpty()) throw GatewayFailure.unsupportedMediaType();
        return JsonReader.object(call.body()).orElseThrow(() -> unreadable("The request's body is not a JSON object."));
    }

    // Templates.

    private ObjectNode rendered(MappingTemplate template, TriggerCall call) {
        String text = render(template, call);
        return JsonReader.lenientObject(text.getBytes(UTF_8)).orElseThrow(() -> {
            LOG.warn("{} rendered no JSON object for request {}: {}", template.name(), call.requestId(), shown(text));
            return unreadable("The request template rendered no JSON object.");
        });
    }

    private String render(MappingTemplate template, TriggerCall call) {
        var parameters =
                new TemplateInput.Parameters(call.pathParameters(), call.query().last(), call.headers());
        Map<String, @Nullable Object> variables = context.of(call);
        try {
            return template.render(new TemplateInput(call.bodyText(), parameters), variables, Map.of());
        } catch (UnreadableBody unreadable) {
            throw noJson(unreadable.reason());
        } catch (TemplateException failed) {
            LOG.warn("{} failed for request {}: {}", template.name(), call.requestId(), failed.message());
            throw GatewayFailure.internal();
        }
    }

    private static ServiceException unreadable(String message) {
        return new ServiceException("SerializationException", message);
    }

    /** A text as it goes into the log. */
    static String shown(String text) {
        int most = 1_000;
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
