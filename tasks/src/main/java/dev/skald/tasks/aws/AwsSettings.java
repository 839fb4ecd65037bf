package dev.skald.tasks.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where AWS's services are and who asks them.
 *
 * <p>A service without an endpoint of its own is at the one for all services, or else at AWS. The credentials that this machine has
 * for AWS (environment, profile, role) go to AWS only: an endpoint that is configured gets {@link #keys}, or {@link AwsKeys#LOCAL}
 * where none are set.
 *
 * @param endpoint of all services that have none of their own; null means AWS
 * @param endpoints by service, in the spelling of AWS's variables: {@code SECRETS_MANAGER}; another spelling is made this one
 * @param keys null means those that the AWS SDK finds for AWS, and {@link AwsKeys#LOCAL} for endpoints
 * @param jars a folder with further clients of the AWS SDK; null when there is none
 */
public record AwsSettings(
        String region,
        @Nullable URI endpoint,
        Map<String, URI> endpoints,
        @Nullable AwsKeys keys,
        @Nullable Path jars) {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";
    private static final String SERVICE_ENDPOINT = ENDPOINT + "_";
    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";
    private static final String REGION = "AWS_REGION";

    public AwsSettings {
        Map<String, URI> spelled = new TreeMap<>();
        endpoints.forEach((service, uri) -> spelled.put(variable(service), uri));
        endpoints = Collections.unmodifiableMap(spelled);
    }

    /** AWS itself, in a region. */
    public AwsSettings(String region) {
        this(region, null, Map.of(), null, null);
    }

    /**
     * Reads the variables that AWS's own SDKs and tools know: {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, {@code
     * AWS_ENDPOINT_URL}, {@code AWS_ENDPOINT_URL_<SERVICE>}, {@code AWS_IGNORE_CONFIGURED_ENDPOINT_URLS}, {@code
     * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}. Those that are empty count as absent.
     *
     * @param region when the environment names none
     * @throws IllegalArgumentException if an address is none, with the variable's name
     */
    public static AwsSettings of(Map<String, String> environment, String region) {
        String named = value(environment, REGION)
                .or(() -> value(environment, "AWS_DEFAULT_REGION"))
                .orElse(region);
        if (value(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").orElse("").equalsIgnoreCase("true"))
            return new AwsSettings(named, null, Map.of(), keys(environment), null);
        Map<String, URI> endpoints = new LinkedHashMap<>();
        for (String variable : environment.keySet())
            if (variable.startsWith(SERVICE_ENDPOINT))
                endpoint(environment, variable)
                        .ifPresent(uri -> endpoints.put(variable.substring(SERVICE_ENDPOINT.length()), uri));
        URI all = endpoint(environment, ENDPOINT).orElse(null);
        return new AwsSettings(named, all, endpoints, keys(environment), null);
    }

    private static @Nullable AwsKeys keys(Map<String, String> environment) {
        Optional<String> id = value(environment, ACCESS_KEY);
        Optional<String> secret = value(environment, SECRET_KEY);
        if (id.isEmpty() || secret.isEmpty()) return null;
        return new AwsKeys(
                id.get(), secret.get(), value(environment, SESSION_TOKEN).orElse(null));
    }

    private static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<URI> endpoint(Map<String, String> environment, String variable) {
        return value(environment, variable).map(text -> address(text, variable));
    }

    private static URI address(String text, String name) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null) return uri;
        } catch (URISyntaxException noAddress) {
            throw new IllegalArgumentException(name + " is no HTTP address: " + text, noAddress);
        }
        throw new IllegalArgumentException(name + " is no HTTP address: " + text);
    }

    /** A service's name in letters and digits: {@code SECRETS_MANAGER}, {@code Secrets Manager} are {@code secretsmanager}. */
    static String id(String service) {
        return service.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** The configured endpoint of a service; empty for AWS. */
    public Optional<URI> endpointOf(String service) {
        return ownEndpointOf(service).or(() -> Optional.ofNullable(endpoint));
    }

    /** The endpoint that is configured for this service and for no other. */
    public Optional<URI> ownEndpointOf(String service) {
        String id = id(service);
        return endpoints.entrySet().stream()
                .filter(each -> id(each.getKey()).equals(id))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** These settings with an endpoint for a service. */
    public AwsSettings withEndpoint(String service, URI address) {
        Map<String, URI> more = new LinkedHashMap<>(endpoints);
        more.keySet().removeIf(known -> id(known).equals(id(service)));
        more.put(service, address(address.toString(), "The endpoint of " + service));
        return new AwsSettings(region, endpoint, more, keys, jars);
    }

    public AwsSettings withKeys(AwsKeys other) {
        return new AwsSettings(region, endpoint, endpoints, other, jars);
    }

    public AwsSettings withJars(Path folder) {
        return new AwsSettings(region, endpoint, endpoints, keys, folder);
    }

    /**
     * The variables by which a function's own SDK finds the same services. The keys are among them only where they go to configured
     * endpoints, or were given here.
     */
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        variables.put(REGION, region);
        variables.put("AWS_DEFAULT_REGION", region);
        if (endpoint != null) variables.put(ENDPOINT, endpoint.toString());
        endpoints.forEach((service, uri) -> variables.put(SERVICE_ENDPOINT + service, uri.toString()));
        AwsKeys known = keys == null && (endpoint != null || !endpoints.isEmpty()) ? AwsKeys.LOCAL : keys;
        if (known != null) addKeys(variables, known);
        return variables;
    }

    private static void addKeys(Map<String, String> variables, AwsKeys keys) {
        variables.put(ACCESS_KEY, keys.accessKeyId());
        variables.put(SECRET_KEY, keys.secretAccessKey());
        if (keys.sessionToken() != null) variables.put(SESSION_TOKEN, keys.sessionToken());
    }

    /** The variable with the endpoint of a service: {@code AWS_ENDPOINT_URL_SECRETS_MANAGER}. */
    public static String endpointVariable(String service) {
        return SERVICE_ENDPOINT + variable(service);
    }

    /** A service's name as AWS's variables spell it, its words apart. Of a name in small letters only some are known. */
    private static String variable(String service) {
        return switch (service) {
            case "secretsmanager" -> "SECRETS_MANAGER";
            case "cloudwatchlogs" -> "CLOUDWATCH_LOGS";
            case "apigateway" -> "API_GATEWAY";
            case "dynamodbstreams" -> "DYNAMODB_STREAMS";
            default -> service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        };
    }
}
