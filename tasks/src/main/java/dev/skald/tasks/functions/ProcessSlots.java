package dev.skald.tasks.functions;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many processes there may be in all. Where none is left, an idle one of any function makes room. */
final class ProcessSlots {
    /** After which it is looked again whether a process has become idle. */
    private static final long LOOK_MILLIS = 50;

    private final Semaphore free;
    private final Runnable makeRoom;

    /** @param makeRoom stops an idle process, if there is one */
    ProcessSlots(int most, Runnable makeRoom) {
        this.free = new Semaphore(most, true);
        this.makeRoom = makeRoom;
    }

    void acquire() throws InterruptedException {
        if (free.tryAcquire()) return;
        do makeRoom.run();
        while (!free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    void release() {
        free.release();
    }
}
