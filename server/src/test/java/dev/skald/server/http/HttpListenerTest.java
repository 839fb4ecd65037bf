package dev.skald.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets on the wire, whatever it sends. */
class HttpListenerTest {
    private static final int MIB = 1 << 20;
    private static final HttpListener.Limits LIMITS = new HttpListener.Limits(MIB, 10, Duration.ofSeconds(30));

    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
    private static final byte[] ASKED_AGAIN =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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

    /** A client that keeps its connections must know which of them it has lost. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a/../../.. HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /%00 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "GET /%2e%2e/a HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nbroken header\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void shouldSayWhetherItClosesTheConnection(String request) throws IOException {
        try (HttpListener listener = start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = answer(in);
            boolean saysSo = head.contains("connection: close");
            if (!saysSo) socket.getOutputStream().write(ASKED_AGAIN);
            String next = answer(in);
            if (saysSo) assertThat(next).as("after " + head).isEmpty();
            else assertThat(next).as("after " + head).startsWith("http/1.1 403");
        }
    }

    /** An answer's head, in small letters; its body is skipped. Nothing when the connection is closed. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return "";
            head.append(Character.toLowerCase((char) next));
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) in.skipNBytes(Long.parseLong(length.group(1)));
        return head.toString();
    }
}
