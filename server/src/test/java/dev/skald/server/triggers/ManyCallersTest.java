package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.VirtualClock;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers by the thousand, each with a socket of its own, that wait for their runs. */
class ManyCallersTest {
    private static final Logger LOG = LoggerFactory.getLogger(ManyCallersTest.class);
    private static final int CALLERS = 3_000;
    private static final long HEAP_BYTES_PER_CALLER_MAX = 64 * 1024;
    private static final String WAIT = "{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':600,'End':true}}}";

    private final VirtualClock clock = new VirtualClock();
    private final List<SocketChannel> callers = new ArrayList<>();

    @Test
    void shouldLetThreeThousandWaitAtOnce() throws Exception {
        try (RunningTriggers server = RunningTriggers.start(engine -> engine.clock(clock))) {
            server.machine("m", WAIT);
            server.deploy(post("/orders", toMachine("m")));
            call(server, 0);
            await(server, 1);
            long before = heap();
            for (int i = 1; i < CALLERS; i++) call(server, i);
            await(server, CALLERS);
            long each = (heap() - before) / (CALLERS - 1);
            LOG.info("{} bytes of heap for each caller, with its execution", each);
            assertThat(each).isLessThan(HEAP_BYTES_PER_CALLER_MAX);
            until(() -> server.triggers.waiting() == 0, () -> clock.advance(Duration.ofMinutes(11)));
            for (int i = 0; i < CALLERS; i++) answered(callers.get(i), i);
        } finally {
            for (SocketChannel each : callers) each.close();
        }
    }

    private void call(RunningTriggers server, int number) throws Exception {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.triggers.port()));
        callers.add(socket);
        String body = "{\"n\":" + number + "}";
        String request = "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    }

    private static void answered(SocketChannel socket, int number) throws Exception {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1_024);
        while (text.indexOf("}") < 0) {
            assertThat(socket.read(buffer)).isPositive();
            text.append(US_ASCII.decode(buffer.flip()));
            buffer.clear();
        }
        assertThat(text.toString()).startsWith("HTTP/1.1 200 OK").endsWith("{\"n\":" + number + "}");
    }

    private static void await(RunningTriggers server, int waiting) throws InterruptedException {
        until(() -> server.triggers.waiting() == waiting, () -> {});
    }

    // Who waits may wait before the engine has set the timer of its Wait state.
    private static void until(BooleanSupplier holds, Runnable meanwhile) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 6_000 && !holds.getAsBoolean(); i++) {
            meanwhile.run();
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
