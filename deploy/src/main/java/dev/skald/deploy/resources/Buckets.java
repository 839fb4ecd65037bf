package dev.skald.deploy.resources;

import dev.skald.deploy.Resource;
import dev.skald.tasks.aws.ServiceCalls;
import dev.skald.tasks.aws.ServiceCalls.ServiceFailure;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Buckets of S3. */
final class Buckets implements ResourceCreation.Creator {
    private static final String SERVICE = "s3";

    /** What keeps others out, encrypts and names it: nothing that a bucket for one project needs here. */
    private static final Set<String> KNOWN = Set.of(
            "BucketName", "AccessControl", "PublicAccessBlockConfiguration", "BucketEncryption", "OwnershipControls");

    private static final Set<String> ABSENT = Set.of("404", "NoSuchBucket", "NotFound");
    private static final Set<String> THERE = Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

    private final ServiceCalls calls;
    private final Effects effects;

    Buckets(ServiceCalls calls, Effects effects) {
        this.calls = calls;
        this.effects = effects;
    }

    @Override
    public void create(Resource resource, ObjectNode properties) throws ServiceFailure, InterruptedException {
        effects.unknown(resource, properties, KNOWN);
        ObjectNode bucket = JsonNodeFactory.instance.objectNode().put("Bucket", resource.name());
        if (isThere(bucket)) return;
        try {
            calls.call(SERVICE, "createBucket", bucket);
        } catch (ServiceFailure failure) {
            if (!THERE.contains(failure.code())) throw failure;
        }
    }

    private boolean isThere(ObjectNode bucket) throws ServiceFailure, InterruptedException {
        try {
            calls.call(SERVICE, "headBucket", bucket);
            return true;
        } catch (ServiceFailure failure) {
            if (ABSENT.contains(failure.code())) return false;
            throw failure;
        }
    }
}
