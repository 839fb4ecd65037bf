package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;

class HttpMessageTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\nX: y\r\n\r\nhello";

    @Test
    void isCompleteWithItsLastByte() throws IOException {
        HttpMessage message = new HttpMessage();
        ReadableByteChannel channel = byteByByte(ANSWER);
        for (int i = 1; i < ANSWER.length(); i++)
            assertThat(message.read(channel)).isFalse();
        assertThat(message.read(channel)).isTrue();
        assertThat(message.isOk()).isTrue();
        assertThat(message.contains(HttpMessage.ascii("ell"))).isTrue();
        assertThat(message.contains(HttpMessage.ascii("HTTP"))).isFalse();
        assertThat(message.body().remaining()).isEqualTo(5);
    }

    @Test
    void keepsWhatHasComeOfTheNext() throws IOException {
        HttpMessage message = new HttpMessage();
        assertThat(message.read(Channels.newChannel(new ByteArrayInputStream(HttpMessage.ascii(ANSWER + "HTTP/1.1")))))
                .isTrue();
        message.forget();
        assertThat(message.read(byteByByte(ANSWER.substring(8)))).isFalse();
        assertThat(message.text()).isEqualTo("HTTP/1.1 ");
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    }

    @Test
    void tellsThatTheOtherEndHasClosed() {
        ReadableByteChannel channel = byteByByte("");
        assertThatThrownBy(() -> new HttpMessage().read(channel)).isInstanceOf(EOFException.class);
    }

    private static void assertRefused(String text) {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(HttpMessage.ascii(text)));
        assertThatThrownBy(() -> new HttpMessage().read(channel)).isInstanceOf(ProtocolException.class);
    }

    private static ReadableByteChannel byteByByte(String text) {
        InputStream bytes = new ByteArrayInputStream(HttpMessage.ascii(text)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }

            // A channel over a stream reads on while more is there at once.
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        return Channels.newChannel(bytes);
    }
}
