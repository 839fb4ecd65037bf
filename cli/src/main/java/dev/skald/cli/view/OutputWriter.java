package dev.skald.cli.view;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A writer in UTF-8 that remembers what kept it from writing: a PrintWriter tells only that something did. */
final class OutputWriter extends PrintWriter {
    private final Remembering target;

    OutputWriter(OutputStream out) {
        this(new Remembering(out));
    }

    private OutputWriter(Remembering target) {
        super(target, true, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** What {@link #checkError} is about. */
    String reason() {
        IOException failure = target.failure;
        return failure == null || failure.getMessage() == null ? "it is closed" : failure.getMessage();
    }

    private static final class Remembering extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        private Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int character) throws IOException {
            write(new byte[] {(byte) character}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
