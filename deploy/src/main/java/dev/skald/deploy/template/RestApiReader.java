package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code AWS::ApiGateway::Method}: Lambda proxies, and actions of Step Functions. */
final class RestApiReader {
    private static final Pattern FUNCTION =
            Pattern.compile(".*:lambda:path/[^/]+/functions/(?:arn:[^/]*:function:)?([^/:]+)[^/]*/invocations");
    private static final Pattern ACTION = Pattern.compile(".*:states:action/(\\w+)");
    private static final Pattern MACHINE =
            Pattern.compile("stateMachineArn\\\\?\"\\s*:\\s*\\\\?\"arn:[^\"\\\\]*:stateMachine:([^\"\\\\]+)");
    private static final String ALLOW = "method.response.header.Access-Control-Allow-";
    private static final int DEPTH_MAX = 50;

    private final TemplateContext context;
    private final Map<String, Cors> cors = new HashMap<>();

    RestApiReader(TemplateContext context) {
        this.context = context;
    }

    /** All methods of a template: those that answer OPTIONS say what the others let other sites do. */
    void read(List<TemplateResource> methods) {
        methods.forEach(this::preflight);
        methods.stream().filter(method -> !isMock(method)).forEach(this::method);
    }

    private Section integration(Section method) {
        return method.section("Integration")
                .orElseGet(() -> Section.empty(method.place(), method.path("Integration"), method.reading()));
    }

    private boolean isMock(TemplateResource method) {
        return integration(context.section(method)).text("Type", "").equals("MOCK");
    }

    private void preflight(TemplateResource resource) {
        if (!isMock(resource)) return;
        Section method = context.section(resource);
        Map<String, String> headers = new LinkedHashMap<>();
        for (Value response : integration(method).list("IntegrationResponses"))
            headers.putAll(Section.of(response, method.path(), method.reading()).textsByName("ResponseParameters"));
        if (!method.text("HttpMethod", "").equals("OPTIONS") || !headers.containsKey(ALLOW + "Origin")) {
            context.reading().unsupported(resource.path(), "answers that are made up are not given here");
            return;
        }
        cors.put(
                path(resource),
                new Cors(
                        words(headers, "Origin"),
                        words(headers, "Headers"),
                        words(headers, "Methods"),
                        headers.containsKey(ALLOW + "Credentials"),
                        null,
                        null));
    }

    private static List<String> words(Map<String, String> headers, String name) {
        return List.of(
                headers.getOrDefault(ALLOW + name, "*").replaceAll("^'|'$", "").split("\\s*,\\s*", -1));
    }

    private void method(TemplateResource resource) {
        try (Section method = context.section(resource)) {
            method.harmless("ResourceId", "RestApiId", "MethodResponses", "OperationName");
            method.text("AuthorizationType")
                    .filter(type -> !type.equals("NONE"))
                    .ifPresent(type -> context.reading()
                            .unsupported(
                                    method.path("AuthorizationType"),
                                    "callers are not authorised here: whoever reaches the port may call"));
            method.harmless("AuthorizerId", "AuthorizationScopes");
            method.unsupported(
                    "requests are not checked before they are taken",
                    "RequestModels",
                    "RequestParameters",
                    "RequestValidatorId");
            String path = path(resource);
            Target target = target(integration(method));
            if (target == null) {
                context.reading()
                        .unsupported(resource.path(), "only functions and Step Functions stand behind triggers here");
                method.harmless("HttpMethod", "ApiKeyRequired");
                return;
            }
            HttpTrigger trigger = new HttpTrigger(
                    resource.id(),
                    Flavour.REST,
                    method.text("HttpMethod", "ANY"),
                    path,
                    method.flag("ApiKeyRequired", false),
                    cors.get(path),
                    target);
            context.draft().add(trigger, method.place());
        }
    }

    private @Nullable Target target(Section integration) {
        String uri = integration.text("Uri", "");
        Matcher function = FUNCTION.matcher(uri);
        Matcher action = ACTION.matcher(uri);
        if (function.matches()) return new Target.Function(function.group(1));
        return action.matches() ? machine(integration, action.group(1)) : null;
    }

    /** The machine stands in the templates of its requests. */
    private static @Nullable Target machine(Section integration, String action) {
        Map<String, String> templates = integration.textsByName("RequestTemplates");
        Matcher machine = MACHINE.matcher(String.join("\n", templates.values()));
        if (!machine.find()) return null;
        List<Response> responses = new ArrayList<>();
        for (Value response : integration.list("IntegrationResponses")) responses.add(response(response, integration));
        responses.sort(Comparator.comparing(each -> each.pattern().isEmpty()));
        return new Target.Machine(machine.group(1), action, templates, false, responses, Map.of(), null);
    }

    private static Response response(Value value, Section integration) {
        Section response = Section.of(value, integration.path("IntegrationResponses"), integration.reading());
        Map<String, String> headers = new LinkedHashMap<>();
        response.textsByName("ResponseParameters").forEach((name, header) -> {
            if (header.startsWith("'"))
                headers.put(name.replaceFirst("^method\\.response\\.header\\.", ""), header.replaceAll("^'|'$", ""));
        });
        return new Response(
                response.whole("StatusCode", 100, 599).orElse(200),
                response.text("SelectionPattern", ""),
                headers,
                response.textsByName("ResponseTemplates"));
    }

    /** The parts of the path stand in the chain of resources. */
    private String path(TemplateResource method) {
        StringBuilder path = new StringBuilder();
        Optional<TemplateResource> at = parent(method, "ResourceId");
        for (int depth = 0; at.isPresent() && depth < DEPTH_MAX; depth++) {
            String part = context.section(at.get()).text("PathPart", "");
            path.insert(0, "/" + part);
            at = parent(at.get(), "ParentId");
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** The resource that a property refers to; empty when it is the API's root. */
    private Optional<TemplateResource> parent(TemplateResource of, String property) {
        return of.properties().members().get(property) instanceof Mapping mapping
                        && mapping.members().get("Ref") instanceof Scalar id
                ? context.scope().resource(id.text()).filter(each -> each.type().equals("AWS::ApiGateway::Resource"))
                : Optional.empty();
    }
}
