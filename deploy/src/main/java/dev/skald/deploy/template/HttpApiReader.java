package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code AWS::ApiGatewayV2::Route}: Lambda proxies, and the starts of machines. */
final class HttpApiReader {
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:.*:lambda:path/[^/]+/functions/)?(?:arn:[^/]*:function:)?([^/:]+)(?::[^/:]+)?(?:/invocations)?");
    private static final Pattern SUBTYPE = Pattern.compile("StepFunctions-(\\w+)");

    private final TemplateContext context;

    HttpApiReader(TemplateContext context) {
        this.context = context;
    }

    void read(TemplateResource resource) {
        try (Section route = context.section(resource)) {
            route.harmless("ApiId", "OperationName", "AuthorizerId", "AuthorizationScopes", "ApiKeyRequired");
            route.text("AuthorizationType")
                    .filter(type -> !type.equals("NONE"))
                    .ifPresent(type -> context.reading()
                            .unsupported(
                                    route.path("AuthorizationType"),
                                    "callers are not authorised here: whoever reaches the port may call"));
            String key = route.neededText("RouteKey");
            route.harmless("Target");
            Target target = integration(resource).map(this::target).orElse(null);
            if (target == null)
                context.reading()
                        .unsupported(resource.path(), "only functions and Step Functions stand behind triggers here");
            else add(resource, key.equals("$default") ? "ANY /{proxy+}" : key, target, route);
        }
    }

    private void add(TemplateResource resource, String key, Target target, Section route) {
        String[] parts = key.split("\\s+", 2);
        if (parts.length < 2) {
            context.reading().problem(route.place("RouteKey"), "`" + key + "` must be like `GET /orders`");
            return;
        }
        context.draft()
                .add(
                        new HttpTrigger(
                                resource.id(),
                                Flavour.HTTP,
                                parts[0].toUpperCase(Locale.ROOT),
                                parts[1],
                                false,
                                null,
                                target),
                        route.place());
    }

    /** The route's target is a text that joins {@code integrations/} with a reference. */
    private Optional<TemplateResource> integration(TemplateResource route) {
        return Optional.ofNullable(route.properties().members().get("Target"))
                .flatMap(HttpApiReader::reference)
                .flatMap(context.scope()::resource);
    }

    /** The first {@code Ref} within, or what stands in <code>${}</code> of {@code Fn::Sub}. */
    private static Optional<String> reference(Value value) {
        return switch (value) {
            case Mapping mapping when mapping.members().get("Ref") instanceof Scalar id -> Optional.of(id.text());
            case Mapping mapping ->
                mapping.members().values().stream()
                        .flatMap(each -> reference(each).stream())
                        .findFirst();
            case Sequence sequence ->
                sequence.items().stream()
                        .flatMap(each -> reference(each).stream())
                        .findFirst();
            case Scalar scalar -> {
                Matcher matcher = Pattern.compile("\\$\\{(\\w+)}").matcher(scalar.text());
                yield matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
            }
        };
    }

    private @Nullable Target target(TemplateResource resource) {
        Section integration = context.section(resource);
        Matcher subtype = SUBTYPE.matcher(integration.text("IntegrationSubtype", ""));
        if (subtype.matches()) return machine(integration, subtype.group(1));
        Matcher function = FUNCTION.matcher(integration.text("IntegrationUri", ""));
        boolean isProxy = integration.text("IntegrationType", "").equals("AWS_PROXY");
        return isProxy && function.matches() ? new Target.Function(function.group(1)) : null;
    }

    private static @Nullable Target machine(Section integration, String action) {
        String arn = integration.textsByName("RequestParameters").getOrDefault("StateMachineArn", "");
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return name.isEmpty() ? null : new Target.Machine(name, action, Map.of(), false, List.of(), Map.of(), null);
    }
}
