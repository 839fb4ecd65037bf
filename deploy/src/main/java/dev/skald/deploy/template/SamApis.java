package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.server.triggers.HttpTrigger.Cors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SAM's APIs, implicit ones included: who may call from other sites, and where a key is asked for. */
final class SamApis {
    /** The API of events that name none. */
    private static final String IMPLICIT = "";

    private static final List<String> HEADERS =
            List.of("Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token");
    private static final List<String> METHODS = List.of("OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE");

    private final Map<String, Cors> cors = new HashMap<>();
    private final Set<String> guarded = new HashSet<>();

    /** What {@code Globals} say of the implicit APIs. */
    void readGlobals(Section globals) {
        globals.section("Api").ifPresent(api -> read(IMPLICIT, api));
        globals.section("HttpApi").ifPresent(api -> read(IMPLICIT, api));
    }

    /** Of {@code AWS::Serverless::Api} and {@code AWS::Serverless::HttpApi}. */
    void read(String id, Section api) {
        cors(api, "Cors").ifPresent(each -> cors.put(id, each));
        cors(api, "CorsConfiguration").ifPresent(each -> cors.put(id, each));
        api.section("Auth").ifPresent(auth -> {
            if (auth.flag("ApiKeyRequired", false)) guarded.add(id);
            unauthorised(auth);
            auth.close();
        });
        api.unsupported("the API is what the events of functions and machines say", "DefinitionBody", "DefinitionUri");
        api.harmless("Name", "StageName", "Description", "Tags", "OpenApiVersion", "EndpointConfiguration");
        api.harmless("TracingEnabled", "MethodSettings", "AccessLogSetting", "AccessLogSettings", "Variables");
        api.harmless("BinaryMediaTypes", "AlwaysDeploy", "MinimumCompressionSize", "FailOnWarnings", "PropagateTags");
        api.harmless("DefaultRouteSettings", "RouteSettings", "StageVariables", "DisableExecuteApiEndpoint");
        api.unsupported("triggers answer under the address of Skald", "Domain");
        api.unsupported(
                "answers of API Gateway itself are its own",
                "GatewayResponses",
                "Models",
                "CanarySetting",
                "CacheClusterEnabled",
                "CacheClusterSize");
        api.close();
    }

    static void unauthorised(Section auth) {
        auth.unsupported(
                "callers are not authorised here: whoever reaches the port may call",
                "DefaultAuthorizer",
                "Authorizers",
                "Authorizer",
                "ResourcePolicy",
                "AuthorizationScopes",
                "EnableIamAuthorizer",
                "InvokeRole");
        auth.unsupported("callers are not counted here", "UsagePlan");
        auth.harmless("AddDefaultAuthorizerToCorsPreflight", "AddApiKeyRequiredToCorsPreflight");
    }

    private static Optional<Cors> cors(Section api, String key) {
        Optional<Value> value = api.value(key);
        if (value.isEmpty()) return Optional.empty();
        if (value.get() instanceof Scalar scalar) return ofText(scalar.text());
        return api.section(key).map(SamApis::ofMapping);
    }

    private static Optional<Cors> ofText(String text) {
        return switch (text) {
            case "false" -> Optional.empty();
            case "true" -> Optional.of(new Cors(List.of("*"), HEADERS, METHODS, false, null, null));
            default -> Optional.of(new Cors(List.of(unquoted(text)), HEADERS, METHODS, false, null, null));
        };
    }

    /** Both spellings: {@code AllowOrigin: "'*'"} and {@code AllowOrigins: ["*"]}. */
    private static Cors ofMapping(Section cors) {
        try (cors) {
            cors.unsupported("answers expose no further headers here", "ExposeHeaders");
            return new Cors(
                    words(cors, List.of("*"), "AllowOrigin", "AllowOrigins"),
                    words(cors, HEADERS, "AllowHeaders"),
                    words(cors, METHODS, "AllowMethods"),
                    cors.flag("AllowCredentials", false),
                    cors.text("MaxAge")
                            .map(SamApis::unquoted)
                            .filter(age -> age.matches("\\d{1,9}"))
                            .map(age -> Duration.ofSeconds(Long.parseLong(age)))
                            .orElse(null),
                    null);
        }
    }

    private static List<String> words(Section cors, List<String> otherwise, String... keys) {
        List<String> words = Stream.of(keys)
                .flatMap(key -> cors.texts(key).stream())
                .flatMap(text -> Stream.of(unquoted(text).split(",", -1)))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        return words.isEmpty() ? otherwise : words;
    }

    private static String unquoted(String text) {
        return text.replaceFirst("^'(.*)'$", "$1");
    }

    /** The API of an event; what it names has been computed to the API's name. */
    String idOf(Optional<Value> api) {
        return api.filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .orElse(IMPLICIT);
    }

    @Nullable
    Cors cors(String api) {
        return cors.get(api);
    }

    boolean isPrivate(String api) {
        return guarded.contains(api);
    }

    boolean asksForKeys() {
        return !guarded.isEmpty();
    }
}
