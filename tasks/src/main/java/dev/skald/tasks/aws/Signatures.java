package dev.skald.tasks.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Signs requests that no client of the SDK makes. */
final class Signatures {
    private Signatures() {}

    static void sign(HttpUriRequestBase request, String service, String region, AwsCredentialsProvider credentials) {
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(to -> to.identity(credentials.resolveCredentials())
                        .request(unsigned(request))
                        .payload(ContentStreamProvider.fromByteArray(body(request)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        signed.request().forEachHeader((name, values) -> {
            if (name.equalsIgnoreCase("Authorization")
                    || name.toLowerCase(Locale.ROOT).startsWith("x-amz-")) request.setHeader(name, values.getFirst());
        });
    }

    private static SdkHttpRequest unsigned(HttpUriRequestBase request) {
        try {
            SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                    .method(SdkHttpMethod.fromValue(request.getMethod()))
                    .uri(request.getUri());
            for (Header header : request.getHeaders()) unsigned.appendHeader(header.getName(), header.getValue());
            return unsigned.build();
        } catch (URISyntaxException built) {
            throw new IllegalStateException(built);
        }
    }

    private static byte[] body(HttpUriRequestBase request) {
        HttpEntity entity = request.getEntity();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (entity != null) entity.writeTo(bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
