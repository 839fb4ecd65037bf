package dev.skald.server.http;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The requests that wait for something to happen, so that a server that stops can send them home. */
public final class LongPolls {
    private final Lock lock = new ReentrantLock();
    private final Set<Thread> waiting = new HashSet<>();
    private boolean stopped;

    /** What a request waits in. */
    @FunctionalInterface
    public interface Wait<T> {
        T await() throws InterruptedException;
    }

    /**
     * Waits on this thread until the wait ends, or until {@link #stop()}.
     *
     * @throws InterruptedException when the server stops
     */
    public <T> T in(Wait<T> wait) throws InterruptedException {
        begin();
        try {
            return wait.await();
        } finally {
            end();
        }
    }

    private void begin() throws InterruptedException {
        lock.lock();
        try {
            if (stopped) throw new InterruptedException("the server stops");
            waiting.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            waiting.remove(Thread.currentThread());
            // An interrupt that came too late to end the wait must not hit what comes after it.
            if (stopped) Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts those that wait, and lets nobody wait again. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            waiting.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
