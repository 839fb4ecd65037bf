package com.example.orders;

/** Real participants take their time; these pretend to. */
final class Pace {
    private Pace() {}

    static void work(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
