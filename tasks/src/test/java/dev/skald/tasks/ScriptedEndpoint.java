package dev.skald.tasks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server on a bare socket that does what each test scripts, right or wrong, and remembers what it was sent. */
public final class ScriptedEndpoint implements AutoCloseable {
    /** What to do with one request that was read whole. */
    public interface Script {
        void play(Socket socket, OutputStream out) throws IOException;
    }

    /** A request as it came. */
    public record Received(String head, String body) {
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final String scheme;
    private final ServerSocket server;
    private final Deque<Script> scripts = new ArrayDeque<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    public ScriptedEndpoint() throws IOException {
        this("http", ServerSocketFactory.getDefault());
    }

    /** One that speaks TLS. */
    public ScriptedEndpoint(SSLContext tls) throws IOException {
        this("https", tls.getServerSocketFactory());
    }

    private ScriptedEndpoint(String scheme, ServerSocketFactory sockets) throws IOException {
        this.scheme = scheme;
        server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    public synchronized ScriptedEndpoint then(Script script) {
        scripts.add(script);
        return this;
    }

    /** The next answer: status, headers ("Name: value" lines), body. */
    public ScriptedEndpoint answers(String status, String headers, String body) {
        return answers(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public ScriptedEndpoint answers(String status, String headers, byte[] body) {
        return then((_, out) -> {
            String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        });
    }

    public Received received() throws InterruptedException {
        Received next = received.poll(5, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing was received");
        return next;
    }

    public int receivedCount() {
        return received.size();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (true) {
                Received request = read(socket.getInputStream());
                if (request == null) return;
                received.add(request);
                Script script = next();
                if (script == null) return;
                script.play(socket, socket.getOutputStream());
            }
        } catch (IOException clientWentAway) {
            // Some tests make it go away.
        }
    }

    private synchronized Script next() {
        return scripts.poll();
    }

    private static Received read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) return null;
            head.write(next);
        }
        Received withoutBody = new Received(head.toString(StandardCharsets.ISO_8859_1), "");
        String length = withoutBody.header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Received(withoutBody.head(), new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
