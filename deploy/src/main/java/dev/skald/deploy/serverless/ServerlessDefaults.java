package dev.skald.deploy.serverless;

import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.template.ApiKeys;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger.Cors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code provider} says for all functions and triggers.
 *
 * @param runtime null when it says none
 * @param httpApiCors for all triggers of the HTTP API; null means none
 * @param layers as functions without layers of their own have them
 */
record ServerlessDefaults(
        @Nullable String runtime,
        int timeoutSeconds,
        int memoryMegabytes,
        Map<String, String> environment,
        Map<String, String> tags,
        List<Value> layers,
        @Nullable Cors httpApiCors) {
    /** The framework's own. */
    private static final int DEFAULT_TIMEOUT_SECONDS = 6;

    /** The framework's own. */
    private static final int DEFAULT_MEMORY_MEGABYTES = 1_024;

    static final int TIMEOUT_SECONDS_MAX = 900;
    static final int MEMORY_MEGABYTES_MAX = 10_240;

    static ServerlessDefaults read(
            Section top, Map<String, String> dotEnv, Options options, ServerlessContext context) {
        Section provider =
                top.value("provider").filter(Scalar.class::isInstance).isPresent()
                        ? Section.empty(top.place("provider"), "provider", top.reading())
                        : top.section("provider")
                                .orElseGet(() -> Section.empty(top.place(), "provider", top.reading()));
        try (provider) {
            return ofSection(provider, dotEnv, options, context);
        }
    }

    private static ServerlessDefaults ofSection(
            Section provider, Map<String, String> dotEnv, Options options, ServerlessContext context) {
        checkName(provider);
        ignore(provider);
        keys(provider, options, context);
        Map<String, String> environment = new LinkedHashMap<>(dotEnv);
        environment.putAll(provider.textsByName("environment"));
        return new ServerlessDefaults(
                provider.text("runtime").orElse(null),
                provider.whole("timeout", 1, TIMEOUT_SECONDS_MAX).orElse(DEFAULT_TIMEOUT_SECONDS),
                provider.whole("memorySize", 1, MEMORY_MEGABYTES_MAX).orElse(DEFAULT_MEMORY_MEGABYTES),
                environment,
                tags(provider),
                provider.list("layers"),
                httpApi(provider).orElse(null));
    }

    private static void checkName(Section provider) {
        provider.text("name")
                .filter(name -> !name.equals("aws"))
                .ifPresent(name -> provider.reading()
                        .problem(provider.place("name"), "Skald runs projects for `aws`, not for `" + name + "`"));
    }

    private static void ignore(Section provider) {
        provider.harmless("stage", "region", "stackName", "deploymentBucket", "deploymentMethod", "deploymentPrefix");
        provider.harmless("lambdaHashingVersion", "versionFunctions", "profile", "architecture", "stackParameters");
        provider.harmless("rollbackConfiguration", "disableRollback", "stackPolicy", "notificationArns", "eventBridge");
        provider.unsupported(
                "permissions are not checked here",
                "iam",
                "iamRoleStatements",
                "iamManagedPolicies",
                "role",
                "rolePermissionsBoundary",
                "resourcePolicy");
        provider.unsupported("functions run on this machine, in its network", "vpc", "vpcEndpointIds");
        provider.unsupported("there is no X-Ray here", "tracing");
        provider.unsupported(
                "logs of functions are in Skald's own log", "logs", "logRetentionInDays", "logDataProtectionPolicy");
        provider.unsupported("nothing is encrypted with keys of KMS here", "kmsKeyArn", "awsKmsKeyArn");
        provider.unsupported("functions in container images do not run here", "ecr");
        provider.unsupported(
                "there is no such trigger here",
                "alb",
                "websocketsApiName",
                "websocketsApiRouteSelectionExpression",
                "s3",
                "kinesis",
                "cloudFront",
                "websocket");
        provider.unsupported("callers are not counted here", "usagePlan");
        provider.unsupported(
                "triggers answer under the address of Skald", "endpointType", "apiName", "domain", "domains");
    }

    private static Map<String, String> tags(Section provider) {
        Map<String, String> tags = new LinkedHashMap<>(provider.textsByName("stackTags"));
        tags.putAll(provider.textsByName("tags"));
        return tags;
    }

    private static Optional<Cors> httpApi(Section provider) {
        Optional<Section> api = provider.section("httpApi");
        Optional<Cors> cors = api.flatMap(HttpCors::ofHttpApi);
        api.ifPresent(section -> {
            section.harmless("name", "shouldStartNameWithService", "useProviderTags", "disableDefaultEndpoint");
            section.text("payload")
                    .filter(version -> !version.equals("2.0"))
                    .ifPresent(version -> section.reading()
                            .unsupported(section.path("payload"), "functions get payloads of version 2.0"));
            section.unsupported("callers are not authorised here: whoever reaches the port may call", "authorizers");
            section.unsupported(
                    "an API of another stack is not known here; triggers answer under the address of Skald", "id");
            section.unsupported("there is no CloudWatch here", "metrics");
            section.close();
        });
        return cors;
    }

    private static void keys(Section provider, Options options, ServerlessContext context) {
        provider.list("apiKeys").forEach(key -> key(key, provider.path("apiKeys"), options, context));
        provider.section("apiGateway").ifPresent(api -> {
            api.list("apiKeys").forEach(key -> key(key, api.path("apiKeys"), options, context));
            api.harmless(
                    "shouldStartNameWithService", "description", "disableDefaultEndpoint", "minimumCompressionSize");
            api.unsupported("callers are not counted here", "usagePlan");
            api.unsupported("access is not checked but for API keys", "resourcePolicy");
            api.unsupported(
                    "an API of another stack is not known here; triggers answer under the address of Skald",
                    "restApiId",
                    "restApiRootResourceId",
                    "restApiResources",
                    "websocketApiId");
            api.unsupported("there is no CloudWatch here", "metrics");
            api.unsupported("keys come in X-Api-Key", "apiKeySourceType");
            api.unsupported("bodies that are no text reach functions in base64", "binaryMediaTypes");
            api.unsupported("templates of schemas are not checked here", "request");
            api.close();
        });
    }

    /** A name, a mapping with a name and a value, or a usage plan with such keys. */
    private static void key(Value key, String path, Options options, ServerlessContext context) {
        if (key instanceof Mapping mapping && isUsagePlan(mapping)) {
            mapping.members()
                    .forEach((plan, keys) ->
                            Section.items(keys).forEach(each -> key(each, path + "." + plan, options, context)));
            return;
        }
        if (key instanceof Scalar scalar) {
            context.draft()
                    .add(
                            new ApiKey(
                                    scalar.text(),
                                    ApiKeys.value(scalar.text(), path, options.apiKeys(), context.reading())),
                            key.place());
            return;
        }
        try (Section section = Section.of(key, path, context.reading())) {
            String name = section.text("name").orElse(context.service());
            String value = section.text("value")
                    .orElseGet(() -> ApiKeys.value(name, path, options.apiKeys(), context.reading()));
            section.harmless("description", "customerId");
            if (section.flag("enabled", true)) context.draft().add(new ApiKey(name, value), key.place());
        }
    }

    private static boolean isUsagePlan(Mapping mapping) {
        return !mapping.members().isEmpty()
                && mapping.members().values().stream().allMatch(Value.Sequence.class::isInstance);
    }
}
