package dev.skald.tasks.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The AWS services that tasks call: which are there, where they are, and how their clients are made. Clients are made when they
 * are first asked for, and share their connections.
 *
 * <p>Services that Skald itself offers ({@code own}) are asked for at Skald's own address, unless an endpoint is configured for
 * that very service: the one for all services does not count for them. An engine opens before its server starts: a task that
 * comes in between waits for {@link #serve}.
 */
public final class AwsServices implements AutoCloseable {
    /** How long a call without a deadline may take; those of functions may take as long as functions do. */
    public static final Duration CALL_TIME_MAX = Duration.ofMinutes(2);

    /** Lambda's 15 minutes and a little for the way. */
    public static final Duration FUNCTION_TIME_MAX = Duration.ofSeconds(930);

    /** How many connections are kept open at most; calls beyond that wait for one. */
    private static final int CONNECTIONS_MAX = 2_000;

    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);
    private static final String LAMBDA = "lambda";

    private final AwsSettings settings;
    private final InstantSource clock;
    private final Set<String> own;
    private final CompletableFuture<URI> ownAddress = new CompletableFuture<>();
    private final ServiceClasses classes;
    private final Map<String, ServiceClient> clients = new ConcurrentHashMap<>();

    /** By service: to make a client takes a while, and those of other services need not wait for it. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private final ScheduledExecutorService deadlines = deadlines();
    private final SdkHttpClient http = Apache5HttpClient.builder()
            .maxConnections(CONNECTIONS_MAX)
            .connectionTimeout(CONNECT_TIME_MAX)
            .connectionAcquisitionTimeout(CALL_TIME_MAX)
            .socketTimeout(FUNCTION_TIME_MAX)
            .build();

    /** Made when the first client for AWS itself is: to look for credentials may take a while. */
    private @Nullable DefaultCredentialsProvider found;

    /** Services as the settings have them. */
    public AwsServices(AwsSettings settings) {
        this(settings, Set.of(), InstantSource.system());
    }

    /**
     * @param own services that Skald offers by itself, such as {@code lambda}
     * @param clock the clock of the calls' deadlines
     */
    public AwsServices(AwsSettings settings, Set<String> own, InstantSource clock) {
        this.settings = settings;
        this.own = Set.copyOf(own);
        this.clock = clock;
        this.classes = new ServiceClasses(settings.jars());
    }

    /** From now on the services that Skald offers by itself are at this address. */
    public void serve(URI address) {
        ownAddress.complete(address);
    }

    public AwsSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    /** The connections that all calls share. */
    SdkHttpClient http() {
        return http;
    }

    static Duration timeMax(String service) {
        return service.equals(LAMBDA) ? FUNCTION_TIME_MAX : CALL_TIME_MAX;
    }

    /** @throws UnknownService when there is no client for the service */
    ServiceClient client(String service) throws UnknownService, InterruptedException {
        ServiceClient known = clients.get(service);
        if (known != null) return known;
        Class<?> type = classes.find(service);
        URI endpoint = endpoint(service).orElse(null);
        synchronized (locks.computeIfAbsent(service, _ -> new Object())) {
            ServiceClient other = clients.get(service);
            if (other != null) return other;
            ServiceClient made = new ServiceClient(service, type, build(service, type, endpoint));
            clients.put(service, made);
            return made;
        }
    }

    /** For those that need more of S3 than to call its operations by name. */
    S3Client s3() throws InterruptedException {
        try {
            return (S3Client) client("s3").client();
        } catch (UnknownService bundled) {
            throw new IllegalStateException("the client of S3 is a dependency", bundled);
        }
    }

    /** Where a service is; empty for AWS. */
    Optional<URI> endpoint(String service) throws InterruptedException {
        if (!own.contains(service)) return settings.endpointOf(service);
        Optional<URI> moved = settings.ownEndpointOf(service);
        if (moved.isPresent()) return moved;
        try {
            return Optional.of(ownAddress.get());
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private SdkClient build(String service, Class<?> type, @Nullable URI endpoint) throws UnknownService {
        try {
            Object builder = type.getMethod("builder").invoke(null);
            if (builder instanceof AwsClientBuilder<?, ?> aws && builder instanceof SdkSyncClientBuilder<?, ?> sync) {
                configure(aws, sync, endpoint);
                return (SdkClient) aws.build();
            }
        } catch (InvocationTargetException thrown) {
            throw unusable(service, thrown.getCause());
        } catch (ReflectiveOperationException | LinkageError | RuntimeException broken) {
            throw unusable(service, broken);
        }
        throw unusable(service, new IllegalStateException("it is not of the AWS SDK 2"));
    }

    private static UnknownService unusable(String service, @Nullable Throwable reason) {
        return new UnknownService("The AWS SDK client of '" + service + "' cannot be used: " + reason);
    }

    private void configure(AwsClientBuilder<?, ?> aws, SdkSyncClientBuilder<?, ?> sync, @Nullable URI endpoint) {
        sync.httpClient(http);
        aws.region(Region.of(settings.region()));
        aws.credentialsProvider(credentials(endpoint));
        aws.overrideConfiguration(configuration(endpoint));
        if (endpoint != null) aws.endpointOverride(endpoint);
        if (aws instanceof S3BaseClientBuilder<?, ?> s3) {
            s3.forcePathStyle(endpoint != null);
            s3.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
    }

    private ClientOverrideConfiguration configuration(@Nullable URI endpoint) {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(CALL_TIME_MAX)
                .scheduledExecutorService(deadlines)
                .addExecutionInterceptor(new CallTrace.Writer())
                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, endpoint != null)
                .build();
    }

    /** The credentials that this machine has for AWS go to AWS only. */
    AwsCredentialsProvider credentials(@Nullable URI endpoint) {
        AwsKeys keys = settings.keys();
        if (keys != null) return keys.toSdk();
        return endpoint != null ? AwsKeys.LOCAL.toSdk() : found();
    }

    private synchronized AwsCredentialsProvider found() {
        if (found == null) found = DefaultCredentialsProvider.builder().build();
        return found;
    }

    private static ScheduledExecutorService deadlines() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("skald-aws-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Ends the calls under way and closes the connections. */
    @Override
    public void close() {
        http.close();
        clients.values().forEach(ServiceClient::close);
        deadlines.shutdownNow();
        synchronized (this) {
            if (found != null) found.close();
        }
        try {
            classes.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }
}
