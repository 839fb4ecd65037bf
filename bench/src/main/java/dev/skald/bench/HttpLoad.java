package dev.skald.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A load over HTTP: connections that are kept, each of which sends the same request again as soon as its answer has come.
 * One thread and a selector, because client and server share the processors.
 */
final class HttpLoad {
    /** How long an answer may take. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final HttpPost request;
    private final Window window;
    private final Tally tally;
    private int open;

    private HttpLoad(HttpPost request, Window window) {
        this.request = request;
        this.window = window;
        this.tally = new Tally(window);
    }

    /** Sends until the window is over, and waits for the last answers. */
    static Tally until(Window window, InetSocketAddress server, int connections, HttpPost request) throws Exception {
        return CpuUse.watch(window, () -> new HttpLoad(request, window).run(server, connections));
    }

    private Tally run(InetSocketAddress server, int connections) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) new Connection(selector, server).send();
            while (open > 0) serve(selector);
        }
        return tally;
    }

    private void serve(Selector selector) throws IOException {
        if (selector.select(HttpLoad::proceed, ANSWER_MAX.toMillis()) > 0) return;
        tally.failed("no answer within " + ANSWER_MAX);
        for (SelectionKey key : selector.keys()) ((Connection) key.attachment()).close();
    }

    private static void proceed(SelectionKey key) {
        ((Connection) key.attachment()).proceed();
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final HttpMessage answer = new HttpMessage();
        private final ByteBuffer unsent = request.bytes();
        private long sentAt;

        Connection(Selector selector, InetSocketAddress server) throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            open++;
        }

        void proceed() {
            try {
                if (unsent.hasRemaining()) write();
                else if (answer.read(channel)) answered();
            } catch (IOException broken) {
                tally.failed(broken.toString());
                close();
            }
        }

        private void answered() throws IOException {
            long now = System.nanoTime();
            if (request.isAnsweredBy(answer)) tally.completed(sentAt, now);
            else tally.failed(answer.text());
            answer.forget();
            if (window.over(now) || tally.useless()) close();
            else send();
        }

        void send() throws IOException {
            unsent.rewind();
            sentAt = System.nanoTime();
            write();
        }

        private void write() throws IOException {
            channel.write(unsent);
            int wanted = unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) key.interestOps(wanted);
        }

        void close() {
            open--;
            key.cancel();
            try {
                channel.close();
            } catch (IOException broken) {
                tally.failed(broken.toString());
            }
        }
    }
}
