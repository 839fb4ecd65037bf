package dev.skald.server.triggers;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $context} of API Gateway, for templates and for the events of functions. */
final class GatewayContext {
    /** The id of the one API there is. */
    static final String API_ID = "skald";

    /** As in the access logs of Apache. */
    private static final DateTimeFormatter COMMON_LOG =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final TriggerSettings settings;

    GatewayContext(TriggerSettings settings) {
        this.settings = settings;
    }

    String accountId() {
        return settings.names().accountId();
    }

    private String stage(HttpTrigger trigger) {
        String own = trigger.stage();
        return own == null ? settings.names().stage() : own;
    }

    /** All variables that API Gateway documents; those that are about users and certificates have no value. */
    Map<String, @Nullable Object> of(TriggerCall call) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("requestId", call.requestId());
        context.put("extendedRequestId", extendedRequestId(call));
        context.put("accountId", settings.names().accountId());
        context.put("apiId", API_ID);
        context.put("stage", stage(call.trigger()));
        context.put("httpMethod", call.request().method());
        context.put("path", call.request().path());
        context.put("protocol", "HTTP/1.1");
        context.put("resourceId", resourceId(call.trigger()));
        context.put("resourcePath", call.trigger().path());
        context.put("requestTime", requestTime(call));
        context.put("requestTimeEpoch", call.at().toEpochMilli());
        context.put("domainName", domainName(call));
        context.put("domainPrefix", domainPrefix(call));
        context.put("identity", identity(call));
        context.put("authorizer", new LinkedHashMap<>());
        context.put("error", new LinkedHashMap<>());
        context.put("requestOverride", override());
        context.put("responseOverride", override());
        return context;
    }

    private static Map<String, @Nullable Object> override() {
        Map<String, @Nullable Object> override = new LinkedHashMap<>();
        override.put("header", new LinkedHashMap<>());
        override.put("querystring", new LinkedHashMap<>());
        override.put("path", new LinkedHashMap<>());
        return override;
    }

    private static Map<String, @Nullable Object> identity(TriggerCall call) {
        ApiKey key = call.key();
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        for (String unknown : new String[] {
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "user",
            "userArn"
        }) identity.put(unknown, null);
        identity.put("apiKey", key == null ? null : key.value());
        identity.put("apiKeyId", key == null ? null : key.name());
        identity.put("sourceIp", call.request().client().address());
        identity.put("userAgent", call.request().header("User-Agent"));
        return identity;
    }

    static String extendedRequestId(TriggerCall call) {
        return call.requestId().replace("-", "").substring(0, 15) + "=";
    }

    static String resourceId(HttpTrigger trigger) {
        return String.format(Locale.ROOT, "%08x", trigger.path().hashCode());
    }

    static String requestTime(TriggerCall call) {
        return COMMON_LOG.format(call.at());
    }

    static String domainName(TriggerCall call) {
        String host = call.header("Host", "localhost");
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }

    static String domainPrefix(TriggerCall call) {
        String domain = domainName(call);
        int point = domain.indexOf('.');
        return point < 0 ? domain : domain.substring(0, point);
    }
}
