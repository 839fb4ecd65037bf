package dev.skald.acceptance.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which any bytes can be sent: what no HTTP client would do. */
final class RawHttp implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = 60_000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
    }

    RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends nothing more, but still listens. */
    RawHttp endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The whole answer, up to the end of the connection. */
    String answer() throws IOException {
        InputStream in = socket.getInputStream();
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && bytes.size() < ANSWER_BYTES_MAX; b = in.read()) bytes.write(b);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The head of a request for an action, with a length that may be a lie. */
    static String head(String action, long contentLength, String... headers) {
        return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.0\r\n"
                + "X-Amz-Target: AWSStepFunctions." + action + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                + "Content-Length: " + contentLength + "\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
