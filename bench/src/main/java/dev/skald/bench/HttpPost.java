package dev.skald.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A request to the AWS endpoint, made once, and what a good answer to it holds. */
final class HttpPost {
    private final byte[] bytes;
    private final byte[] expected;

    private HttpPost(byte[] bytes, byte[] expected) {
        this.bytes = bytes;
        this.expected = expected;
    }

    /**
     * An AWS JSON 1.0 request.
     *
     * @param action such as {@code StartExecution}
     * @param expected a text in the body of every good answer
     */
    static HttpPost aws(String action, String body, String expected) {
        String head = "POST / HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "X-Amz-Target: AWSStepFunctions." + action + "\r\n"
                + "Content-Type: application/x-amz-json-1.0\r\n"
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n";
        return new HttpPost((head + body).getBytes(UTF_8), expected.getBytes(UTF_8));
    }

    /** To send; each with a position of its own. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    boolean isAnsweredBy(HttpMessage answer) {
        return answer.isOk() && answer.contains(expected);
    }
}
