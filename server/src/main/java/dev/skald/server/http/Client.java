package dev.skald.server.http;

/** Who sent a request. */
public interface Client {
    /** A client of whom nothing is known, and who stays. */
    Client UNKNOWN = new Client() {
        @Override
        public String address() {
            return "";
        }

        @Override
        public Watch watch(Runnable gone) {
            return () -> {};
        }
    };

    /** The IP address that the connection comes from. */
    String address();

    /**
     * Watches the connection while an answer takes long.
     *
     * @param gone called once when the client closes its connection; on a thread of the listener, so it must be quick
     */
    Watch watch(Runnable gone);

    /** Ends the watching; afterwards nothing is called any more. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
