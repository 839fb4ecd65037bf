package dev.skald.tasks.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/**
 * What became of one call on the wire: whether its request left, and whether its answer was too large. Written by the SDK's thread
 * that makes the call.
 */
final class CallTrace {
    private static final ExecutionAttribute<CallTrace> OF_CALL = new ExecutionAttribute<>("SkaldCallTrace");

    private final int answerBytesMax;
    private volatile boolean sent;
    private volatile boolean tooLarge;

    CallTrace(int answerBytesMax) {
        this.answerBytesMax = answerBytesMax;
    }

    static ExecutionAttribute<CallTrace> attribute() {
        return OF_CALL;
    }

    boolean sent() {
        return sent;
    }

    boolean tooLarge() {
        return tooLarge;
    }

    /** Writes the traces of a client's calls. */
    static final class Writer implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            CallTrace trace = attributes.getAttribute(OF_CALL);
            if (trace != null) trace.sent = true;
        }

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            CallTrace trace = attributes.getAttribute(OF_CALL);
            Optional<InputStream> body = context.responseBody();
            return trace == null ? body : body.map(in -> new Bounded(in, trace));
        }
    }

    /** Ends with an error where the answer gets too large. */
    private static final class Bounded extends FilterInputStream {
        private final CallTrace trace;
        private long read;

        Bounded(InputStream in, CallTrace trace) {
            super(in);
            this.trace = trace;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) count(1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            if (some > 0) count(some);
            return some;
        }

        private void count(int bytes) throws IOException {
            read += bytes;
            if (read <= trace.answerBytesMax) return;
            trace.tooLarge = true;
            // To close an answer is to read it to its end: not one that is too large.
            if (in instanceof Abortable answer) answer.abort();
            throw new IOException("The answer is larger than " + trace.answerBytesMax + " bytes.");
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
