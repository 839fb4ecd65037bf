package dev.skald.tasks.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What requests are signed with.
 *
 * @param sessionToken null for keys that last
 */
public record AwsKeys(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    /** For endpoints that stand in for AWS and take any keys. */
    public static final AwsKeys LOCAL = new AwsKeys("test", "test", null);

    AwsCredentialsProvider toSdk() {
        return StaticCredentialsProvider.create(
                sessionToken == null
                        ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
                        : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AwsKeys[" + accessKeyId + "]";
    }
}
