package dev.skald.cli.project;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set: its key in {@code skald.yml}, its environment variables, its default.
 *
 * <p>The flag of a command is the key with dashes: {@code tokenFile} is {@code --token-file}. Names that Step Functions
 * Local and the AWS SDKs use count as well, after Skald's own.
 */
public enum Setting {
    PORT("port", Kind.INTEGER, "8083", "the port to listen on; 0 takes a free one"),
    HOST("host", Kind.TEXT, "127.0.0.1", "the address to listen on; beyond loopback only with a token file"),
    STORE("store", Kind.PATH, ".skald/skald.db", "the file that keeps executions"),
    OBJECTS(
            "objects",
            Kind.PATH,
            null,
            "the folder of s3://bucket/key, for Distributed Maps; else the folder objects beside the store"),
    TOKEN_FILE("tokenFile", Kind.PATH, null, "a file with the secrets that clients must have, one a line"),
    ALLOWED_HOSTS(
            "allowedHosts",
            Kind.LIST,
            null,
            "host names, beside those of loopback, under which the pages and /api/v1 answer"),
    PUBLIC_URL(
            "publicUrl",
            Kind.TEXT,
            null,
            "the address under which people reach the server, for links; else the one that it listens on"),
    ENDPOINT("endpoint", Kind.TEXT, "http://127.0.0.1:8083", "the server that commands ask"),
    LAMBDA_ENDPOINT(
            "lambdaEndpoint", Kind.TEXT, null, "where functions run that are not in the project", "LAMBDA_ENDPOINT"),
    HTTP_PORT("httpPort", Kind.INTEGER, "3000", "the port of HTTP triggers; 0 takes a free one"),
    HTTP_HOST(
            "httpHost",
            Kind.TEXT,
            "127.0.0.1",
            "the address of HTTP triggers; beyond loopback everyone may call those that are not private"),
    HTTP_WAIT_SECONDS(
            "httpWaitSeconds",
            Kind.INTEGER,
            "300",
            "how long callers of HTTP triggers wait for a result, before they get the address of its status"),
    HTTP_ANSWER(
            "httpAnswer",
            Kind.TEXT,
            "result",
            "what callers of machines get whose trigger names no action: result, or start for AWS's immediate answer"),
    HTTP_TARGETS(
            "httpTargets",
            Kind.LIST,
            null,
            "hosts, *.domains, addresses and blocks that http:invoke may call beside public ones over TLS"),
    MOCK_CONFIG("mockConfig", Kind.PATH, null, "a mock configuration of Step Functions Local", "SFN_MOCK_CONFIG"),
    SDK_JARS("sdkJars", Kind.PATH, null, "a folder with further service clients of the AWS SDK for Java 2"),
    FUNCTION_PROCESSES("functionProcesses", Kind.INTEGER, "64", "how many processes all functions have at most"),
    FUNCTION_URLS(
            "functionUrls", Kind.LIST, null, "functions that are HTTP services, as NAME=URL with commas between them"),
    ACCOUNT_ID("accountId", Kind.TEXT, "000000000000", "the account in ARNs", "AWS_ACCOUNT_ID"),
    REGION("region", Kind.TEXT, "us-east-1", "the region in ARNs", "AWS_DEFAULT_REGION", "AWS_REGION"),
    PAYLOAD_BYTES_MAX("payloadBytesMax", Kind.INTEGER, "262144", "the largest input or output, in bytes"),
    HISTORY_EVENTS_MAX("historyEventsMax", Kind.INTEGER, "25000", "the longest history, in events"),
    FUNCTION_CONCURRENCY("functionConcurrency", Kind.INTEGER, "64", "how many calls of one function run side by side"),
    OPEN_EXECUTIONS_MAX("openExecutionsMax", Kind.INTEGER, "500000", "how many executions may be in memory"),
    KEEP_EXPRESS_HISTORY(
            "keepExpressHistory", Kind.INTEGER, "0", "how many of the latest EXPRESS executions keep their history"),
    RETENTION_DAYS("retentionDays", Kind.INTEGER, "90", "for how long ended executions are kept; 0 means for ever"),
    EXECUTION_LOGS(
            "executionLogs",
            Kind.OUTPUT,
            null,
            "the file for the logs of executions, as their machines' loggingConfiguration asks; - is standard output"),
    LOG_LEVEL("logLevel", Kind.TEXT, "info", "error, warn, info, debug");

    /** How a setting's value is written. */
    public enum Kind {
        TEXT,
        INTEGER,
        /** A path; in {@code skald.yml} relative to the project's folder, elsewhere to the working folder. */
        PATH,
        /** A path, or {@link #STANDARD_OUTPUT}. */
        OUTPUT,
        /** Texts with commas between them; in {@code skald.yml} also a list. */
        LIST
    }

    /** Stands for standard output where a file could be. */
    public static final String STANDARD_OUTPUT = "-";

    private final String key;
    private final Kind kind;
    private final @Nullable String byDefault;
    private final String meaning;
    private final List<String> otherVariables;

    Setting(String key, Kind kind, @Nullable String byDefault, String meaning, String... otherVariables) {
        this.key = key;
        this.kind = kind;
        this.byDefault = byDefault;
        this.meaning = meaning;
        this.otherVariables = List.of(otherVariables);
    }

    /** The key under {@code settings} in {@code skald.yml}. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** The value when nobody sets it; none means that it is off. */
    public Optional<String> byDefault() {
        return Optional.ofNullable(byDefault);
    }

    /** What it is, for help texts. */
    public String meaning() {
        return meaning;
    }

    /** Skald's own environment variable: {@code SKALD_TOKEN_FILE}. */
    public String variable() {
        return "SKALD_" + name();
    }

    /** Variables of other tools that mean the same. */
    public List<String> otherVariables() {
        return otherVariables;
    }

    /** The flag of commands that take it: {@code --token-file}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
