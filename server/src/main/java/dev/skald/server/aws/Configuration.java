package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine or an activity is configured with beside its definition, each part with AWS's defaults filled in: the
 * settings in the catalogue. Skald keeps and shows it all, and writes execution logs by it; it traces nothing with X-Ray and
 * has no KMS keys.
 */
record Configuration(ObjectNode logging, ObjectNode tracing, ObjectNode encryption, Tags tags) {
    static final String LOGGING = "loggingConfiguration";
    static final String TRACING = "tracingConfiguration";
    static final String ENCRYPTION = "encryptionConfiguration";

    private static final String TAGS = "tags";
    private static final String CUSTOMER_KEY = "CUSTOMER_MANAGED_KMS_KEY";
    private static final int REUSE_SECONDS_DEFAULT = 300;

    /** What is configured when nothing is. */
    static final Configuration DEFAULT = new Configuration(
            logging(JsonReader.newObject()),
            tracing(JsonReader.newObject()),
            encryption(JsonReader.newObject()),
            Tags.NONE);

    /** Reads the settings in the catalogue. */
    static Configuration read(String settings) {
        JsonNode parts = JsonReader.trusted(settings);
        return new Configuration(
                parts.get(LOGGING) instanceof ObjectNode logging ? logging : DEFAULT.logging,
                parts.get(TRACING) instanceof ObjectNode tracing ? tracing : DEFAULT.tracing,
                parts.get(ENCRYPTION) instanceof ObjectNode encryption ? encryption : DEFAULT.encryption,
                Tags.read(parts.path(TAGS)));
    }

    /**
     * This configuration, with the parts that a request gives in the place of what was.
     *
     * @throws ServiceException InvalidLoggingConfiguration, InvalidEncryptionConfiguration
     */
    Configuration with(Parameters in) {
        ObjectNode newLogging = in.structure(LOGGING);
        ObjectNode newTracing = in.structure(TRACING);
        ObjectNode newEncryption = in.structure(ENCRYPTION);
        return new Configuration(
                newLogging == null ? logging : logging(newLogging),
                newTracing == null ? tracing : tracing(newTracing),
                newEncryption == null ? encryption : encryption(newEncryption),
                tags);
    }

    Configuration withTags(Tags tags) {
        return new Configuration(logging, tracing, encryption, tags);
    }

    /** The settings for the catalogue. */
    String text() {
        ObjectNode settings = JsonReader.newObject();
        settings.set(LOGGING, logging);
        settings.set(TRACING, tracing);
        settings.set(ENCRYPTION, encryption);
        tags.write(settings.putObject(TAGS));
        return settings.toString();
    }

    /** Writes what the Describe actions show of a machine. */
    void write(JsonWriter out) {
        out.tree(LOGGING, logging).tree(TRACING, tracing).tree(ENCRYPTION, encryption);
    }

    private static ObjectNode logging(ObjectNode given) {
        ObjectNode logging = JsonReader.newObject();
        String level = given.path("level").asString("OFF");
        logging.put("level", level);
        logging.put("includeExecutionData", given.path("includeExecutionData").asBoolean(false));
        JsonNode destinations = given.path("destinations");
        if (destinations.size() > 1 || (destinations.isEmpty() && !level.equals("OFF")))
            throw invalidLogging("Must specify exactly one Log Destination.");
        for (JsonNode destination : destinations) checkLogGroup(destination);
        if (destinations.isArray()) logging.set("destinations", destinations);
        return logging;
    }

    private static void checkLogGroup(JsonNode destination) {
        String arn =
                destination.path("cloudWatchLogsLogGroup").path("logGroupArn").asString("");
        if (!arn.startsWith("arn:") || !arn.contains(":log-group:") || !arn.endsWith(":*"))
            throw invalidLogging(
                    "Invalid Log Destination: '" + arn + "'. It must be the ARN of a log group, and end with ':*'.");
    }

    private static ServiceException invalidLogging(String reason) {
        return new ServiceException("InvalidLoggingConfiguration", "Invalid Logging Configuration: " + reason);
    }

    private static ObjectNode tracing(ObjectNode given) {
        ObjectNode tracing = JsonReader.newObject();
        return tracing.put("enabled", given.path("enabled").asBoolean(false));
    }

    private static ObjectNode encryption(ObjectNode given) {
        ObjectNode encryption = JsonReader.newObject();
        String type = given.path("type").asString("AWS_OWNED_KEY");
        boolean customer = type.equals(CUSTOMER_KEY);
        if (customer != given.path("kmsKeyId").isString())
            throw new ServiceException(
                    "InvalidEncryptionConfiguration",
                    "Invalid Encryption Configuration: 'kmsKeyId' belongs to the type " + CUSTOMER_KEY
                            + ", and only to it.");
        if (customer) {
            encryption.set("kmsKeyId", given.path("kmsKeyId"));
            encryption.put(
                    "kmsDataKeyReusePeriodSeconds",
                    given.path("kmsDataKeyReusePeriodSeconds").asInt(REUSE_SECONDS_DEFAULT));
        }
        return encryption.put("type", type);
    }
}
