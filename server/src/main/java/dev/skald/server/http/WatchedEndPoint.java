package dev.skald.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that notices while a request is being answered that its client has gone: Jetty itself reads nothing in that
 * time. What the client sends early, its next request, is kept until Jetty reads again.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
    /** A client that sends more than this before it has its answer is watched no longer. */
    private static final int EARLY_BYTES_MAX = 4 * 1024;

    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    WatchedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (this) {
            if (early.hasRemaining()) return BufferUtil.append(buffer, early);
        }
        return super.fill(buffer);
    }

    @Override
    public void fillInterested(Callback callback) {
        if (hasEarlyBytes()) callback.succeeded();
        else super.fillInterested(callback);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        if (!hasEarlyBytes()) return super.tryFillInterested(callback);
        callback.succeeded();
        return true;
    }

    private synchronized boolean hasEarlyBytes() {
        return early.hasRemaining();
    }

    /** Begins to watch. To be ended before Jetty reads from this connection again. */
    Client.Watch watch(Runnable gone) {
        Watching watching = new Watching(gone);
        watching.begin();
        return watching;
    }

    private final class Watching implements Callback, Client.Watch {
        private final Runnable gone;
        private boolean ended;

        Watching(Runnable gone) {
            this.gone = gone;
        }

        synchronized void begin() {
            if (!ended && !hasEarlyBytes()) WatchedEndPoint.super.tryFillInterested(this);
        }

        @Override
        public synchronized void succeeded() {
            if (ended) return;
            int read = readEarly();
            if (read < 0) gone();
            else if (read == 0) begin();
        }

        @Override
        public synchronized void failed(Throwable failure) {
            // A client that waits is silent: that its time for talking is over means nothing here.
            if (failure instanceof TimeoutException) begin();
            else gone();
        }

        private void gone() {
            if (ended) return;
            ended = true;
            gone.run();
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
            }
            getFillInterest().fillable();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private int readEarly() {
        ByteBuffer buffer = BufferUtil.allocate(EARLY_BYTES_MAX);
        try {
            int read = super.fill(buffer);
            if (read > 0) keep(buffer);
            return read;
        } catch (IOException broken) {
            return -1;
        }
    }

    private synchronized void keep(ByteBuffer buffer) {
        early = buffer;
    }
}
