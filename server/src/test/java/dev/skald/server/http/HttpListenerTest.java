package dev.skald.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a client gets on the wire, whatever it sends. */
class HttpListenerTest {
    private static final int MIB = 1 << 20;
    private static final HttpListener.Limits LIMITS = new HttpListener.Limits(MIB, 10, Duration.ofSeconds(30));

    private static HttpListener start() throws IOException {
        return HttpListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LIMITS,
                _ -> Answer.plain(403, "Not read.\n"));
    }

    private static String answerTo(HttpListener listener, String head, int bodyBytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[MIB];
            for (int sent = 0; sent < bodyBytes; sent += MIB) out.write(part);
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void shouldAnswerAClientThatStillSendsABodyNobodyReads() throws IOException {
        try (HttpListener listener = start()) {
            String head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + 8 * MIB + "\r\n\r\n";

            assertThat(answerTo(listener, head, 8 * MIB)).isEqualTo("HTTP/1.1 403");
        }
    }

    @Test
    void shouldNotAwaitABodyThatIsNotSent() throws IOException {
        try (HttpListener listener = start()) {
            String head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + Long.MAX_VALUE + "\r\n\r\n";

            assertThat(answerTo(listener, head, 0)).isEqualTo("HTTP/1.1 403");
        }
    }
}
