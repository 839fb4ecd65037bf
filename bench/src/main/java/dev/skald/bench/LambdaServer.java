package dev.skald.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * An HTTP Lambda endpoint that costs as little as possible: every function returns what it was sent. A process of its own,
 * which prints its address and ends with its standard input.
 */
final class LambdaServer {
    private static final int BACKLOG = 1_024;

    private LambdaServer() {}

    public static void main(String[] arguments) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            endWithInput();
            System.out.println("http://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort());
            while (true) selector.select(LambdaServer::serve);
        }
    }

    private static void endWithInput() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                System.err.println("the parent is gone: " + gone);
            }
            System.exit(0);
        });
    }

    private static void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept(key);
            else answer(key);
        } catch (IOException gone) {
            // The client closes its connections, and counts what failed: here nothing is left to say.
            close(key);
        }
    }

    private static void accept(SelectionKey listener) throws IOException {
        SocketChannel channel = ((ServerSocketChannel) listener.channel()).accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(listener.selector(), SelectionKey.OP_READ, new HttpMessage());
    }

    private static void answer(SelectionKey key) throws IOException {
        HttpMessage request = (HttpMessage) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        if (!request.read(channel)) return;
        ByteBuffer answer = answer(request.body());
        // An answer is some hundred bytes, and the client waits for nothing else: it fits into the socket's buffer.
        if (channel.write(answer) == 0 || answer.hasRemaining()) throw new IOException("the client does not read");
        request.forget();
    }

    private static ByteBuffer answer(ByteBuffer body) {
        byte[] head = HttpMessage.ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "X-Amz-Executed-Version: $LATEST\r\nContent-Length: " + body.remaining() + "\r\n\r\n");
        return ByteBuffer.allocate(head.length + body.remaining())
                .put(head)
                .put(body)
                .flip();
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException broken) {
            System.err.println("a connection did not close: " + broken);
        }
    }
}
