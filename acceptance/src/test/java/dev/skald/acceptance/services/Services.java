package dev.skald.acceptance.services;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.aws.AwsServices;
import dev.skald.tasks.aws.AwsSettings;
import dev.skald.tasks.aws.AwsTasks;
import dev.skald.tasks.aws.S3Objects;
import dev.skald.tasks.http.HttpTargets;
import dev.skald.tasks.items.ObjectMapData;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** An engine in memory whose tasks call services at the given endpoints. */
final class Services implements AutoCloseable {
    private static final Duration END_MAX = Duration.ofMinutes(3);

    private final AwsServices services;
    private final AwsTasks tasks;
    private final Skald skald;

    Services(Map<String, URI> endpoints) {
        services = new AwsServices(new AwsSettings("us-east-1", null, endpoints, null, null));
        tasks = new AwsTasks(services, HttpTargets.PUBLIC, null);
        SkaldBuilder builder = Skald.inMemory().mapData(ObjectMapData.of(new S3Objects(services)));
        for (TaskPerformer each : tasks.performers()) builder.performer(each);
        skald = builder.open();
    }

    Skald skald() {
        return skald;
    }

    S3Objects objects() {
        return new S3Objects(services);
    }

    String start(String definition, String input) throws Exception {
        String machine = skald.deploy("m-" + UUID.randomUUID(), definition, MachineType.STANDARD);
        return skald.start(machine, null, Payload.parse(input));
    }

    /** Runs a machine to its end. */
    RunResult run(String definition, String input) throws Exception {
        return skald.await(start(definition, input), END_MAX);
    }

    RunResult await(String arn) {
        return skald.await(arn, END_MAX);
    }

    /** A machine of one task. */
    static String task(String resource, String parameters, String more) {
        return """
                {"StartAt":"Do","States":{"Do":{"Type":"Task","Resource":"arn:aws:states:::%s","Parameters":%s,"TimeoutSeconds":180,"End":true%s}}}""".formatted(resource, parameters, more);
    }

    @Override
    public void close() {
        skald.close();
        tasks.close();
        services.close();
    }
}
