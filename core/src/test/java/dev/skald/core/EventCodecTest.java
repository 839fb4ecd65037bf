package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.smile.SmileFactory;

class EventCodecTest {
    @Test
    void shouldReadWhatEarlierVersionsWrote() throws IOException {
        for (var each : GoldenEvents.files().entrySet()) {
            try (InputStream golden = EventCodecTest.class.getClassLoader().getResourceAsStream(each.getKey())) {
                assertThat(EventCodec.decode(golden.readAllBytes())).isEqualTo(each.getValue());
            }
        }
    }

    @Test
    void shouldHaveEveryKindOfEventInTheGoldenFiles() {
        List<Class<?>> covered = GoldenEvents.files().values().stream()
                .flatMap(List::stream)
                .<Class<?>>map(event -> event.detail().getClass())
                .distinct()
                .toList();

        assertThat(covered).containsExactlyInAnyOrderElementsOf(kinds(Event.Detail.class));
    }

    @Test
    void shouldTryEveryKindAtRandom() {
        List<Class<?>> covered = new RandomEvents(1)
                .eachKind().stream()
                        .<Class<?>>map(event -> event.detail().getClass())
                        .toList();

        assertThat(covered).containsExactlyInAnyOrderElementsOf(kinds(Event.Detail.class));
    }

    private static List<Class<?>> kinds(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .<Class<?>>mapMulti((kind, found) -> {
                    if (kind.isSealed()) kinds(kind).forEach(found);
                    else found.accept(kind);
                })
                .toList();
    }

    @Test
    void shouldReadBackWhatItWrote() {
        for (long seed = 0; seed < 1_000; seed++) {
            List<Event> events = new RandomEvents(seed).chunk();
            // Not isEqualTo, which would print megabytes.
            assertThat(EventCodec.decode(EventCodec.encode(events)).equals(events))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void shouldStoreEqualPayloadsOnce() {
        String text = "{\"order\":\"" + "x".repeat(10_000) + "\"}";
        List<Event> events = List.of(
                event(1, new Event.ExecutionStarted(Payload.ofText(text), "Charge", null)),
                event(2, new Event.ExecutionSucceeded(Payload.ofText(text))));

        byte[] chunk = EventCodec.encode(events);

        assertThat(chunk).hasSizeLessThan(10_200);
        List<Event> decoded = EventCodec.decode(chunk);
        assertThat(((Event.ExecutionSucceeded) decoded.get(1).detail()).output())
                .isSameAs(((Event.ExecutionStarted) decoded.get(0).detail()).input());
    }

    @Test
    void shouldReadPayloadsOfManyMegabytes() {
        Payload large = Payload.ofText('"' + "é".repeat(30_000_000) + '"');
        List<Event> events = List.of(event(1, new Event.ExecutionSucceeded(large)));

        assertThat(EventCodec.decode(EventCodec.encode(events)).equals(events)).isTrue();
    }

    @Test
    void shouldRefuseANewerVersion() {
        int newer = EventCodec.VERSION + 1;
        refuses(
                out -> out.writeStartArray().writeNumber(newer).writeEndArray(),
                "format version " + newer + ", this Skald reads up to " + EventCodec.VERSION);
    }

    @Test
    void shouldRefuseAnUnknownTypeOfEvent() {
        refuses(out -> head(out, "parked").writeEndObject().writeEndArray().writeEndArray(), "parked");
    }

    @Test
    void shouldRefuseAnUnknownComponent() {
        refuses(
                out -> head(out, "mapSucceeded")
                        .writeStringProperty("mood", "good")
                        .writeEndObject()
                        .writeEndArray()
                        .writeEndArray(),
                "mood");
    }

    @Test
    void shouldRefuseAComponentOfAnotherType() {
        refuses(
                out -> head(out, "mapSucceeded")
                        .writeStringProperty("error", "good")
                        .writeEndObject()
                        .writeEndArray()
                        .writeEndArray(),
                "mapSucceeded does not have");
    }

    @Test
    void shouldRefuseAMissingComponent() {
        refuses(
                out -> head(out, "succeeded").writeEndObject().writeEndArray().writeEndArray(),
                "Missing component: output");
    }

    @Test
    void shouldRefuseAPayloadThatIsNotThere() {
        refuses(
                out -> head(out, "succeeded")
                        .writeNumberProperty("output", 0)
                        .writeEndObject()
                        .writeEndArray()
                        .writeEndArray(),
                "No earlier value 0");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] chunk = EventCodec.encode(new RandomEvents(3).eachKind());
        for (int length = 0; length < chunk.length; length += 1 + length / 500) refuses(Arrays.copyOf(chunk, length));
    }

    @Test
    void shouldRefuseWhatFollowsTheChunk() {
        byte[] chunk = EventCodec.encode(new RandomEvents(3).eachKind());
        refuses(Arrays.copyOf(chunk, chunk.length + 1));
    }

    @Test
    void shouldNeverThrowAnythingElse() {
        var random = new Random(4);
        byte[] chunk = EventCodec.encode(GoldenEvents.version1());
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = chunk.clone();
            for (int n = random.nextInt(4); n >= 0; n--)
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            readsOrRefuses(broken);
        }
    }

    private static void readsOrRefuses(byte[] chunk) {
        try {
            EventCodec.decode(chunk);
        } catch (EventCodec.UnreadableEvents refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private static void refuses(byte[] chunk) {
        assertThatExceptionOfType(EventCodec.UnreadableEvents.class).isThrownBy(() -> EventCodec.decode(chunk));
    }

    private static void refuses(Consumer<JsonGenerator> written, String message) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new SmileFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            written.accept(out);
        }
        assertThatExceptionOfType(EventCodec.UnreadableEvents.class)
                .isThrownBy(() -> EventCodec.decode(bytes.toByteArray()))
                .withMessageContaining(message);
    }

    private static JsonGenerator head(JsonGenerator out, String type) {
        out.writeStartArray().writeNumber(1);
        out.writeStartArray().writeString(type);
        for (int i = 0; i < 5; i++) out.writeNumber(0);
        return out.writeStartObject();
    }

    private static Event event(long sequence, Event.Detail detail) {
        return new Event(sequence, sequence, sequence - 1, Instant.EPOCH, 0, detail);
    }
}
