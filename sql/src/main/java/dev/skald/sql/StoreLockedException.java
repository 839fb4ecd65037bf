package dev.skald.sql;

import dev.skald.engine.store.StoreException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Another process has the store open. */
public final class StoreLockedException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long UNKNOWN = -1;

    private final long pid;
    private final int port;

    StoreLockedException(Path store, OptionalLong pid, OptionalInt port) {
        super(message(store, pid, port));
        this.pid = pid.orElse(UNKNOWN);
        this.port = port.orElse((int) UNKNOWN);
    }

    private static String message(Path store, OptionalLong pid, OptionalInt port) {
        String who = pid.isPresent() ? "process " + pid.getAsLong() : "another process";
        String where = port.isPresent() ? ", which listens on port " + port.getAsInt() : "";
        return "The store " + store + " is in use by " + who + where + ".";
    }

    /** The other process; empty when it is only just starting. */
    public OptionalLong pid() {
        return pid == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** The port the other process listens on; empty when it is no server. */
    public OptionalInt port() {
        return port == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
