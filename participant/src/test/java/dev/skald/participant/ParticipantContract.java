package dev.skald.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Given a participant over a real database, when calls and undos come in any order and number, then its seats are right. */
abstract class ParticipantContract {
    private static final int CALLS_AT_ONCE = 8;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = NOW;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Keys keys = new Keys("flight_keys", clock);
    private Participant flights;

    abstract Connection open() throws SQLException;

    @BeforeEach
    void createTables() throws SQLException {
        flights = Participant.of(this::open, "flight_keys", clock);
        flights.createTable();
        flights.createTable();
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE seat (guest VARCHAR(50))");
        }
    }

    private static String reserve(Connection connection, String guest) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO seat VALUES (?)")) {
            insert.setString(1, guest);
            insert.executeUpdate();
        }
        return "seat of " + guest;
    }

    private static String free(Connection connection, String seat) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM seat WHERE guest = ?")) {
            delete.setString(1, seat.substring("seat of ".length()));
            return "freed " + delete.executeUpdate();
        }
    }

    private String book(String key, String guest) throws SQLException {
        return flights.act(key, guest, connection -> reserve(connection, guest));
    }

    private int seats() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM seat")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void shouldDoACallOnce() throws SQLException {
        assertThat(book("k1", "Ann")).isEqualTo("seat of Ann");
        assertThat(book("k1", "Ann")).isEqualTo("seat of Ann");
        assertThat(book("k2", "Ann")).isEqualTo("seat of Ann");
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAKeyWithOtherArguments() throws SQLException {
        book("k1", "Ann");
        assertThatThrownBy(() -> book("k1", "Bo")).isInstanceOf(KeyReusedException.class);
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void shouldUndoOnce() throws SQLException {
        book("k1", "Ann");
        assertThat(flights.undo("k1", ParticipantContract::free)).contains("freed 1");
        assertThat(flights.undo("k1", ParticipantContract::free)).contains("freed 1");
        assertThat(seats()).isZero();
        assertThatThrownBy(() -> book("k1", "Ann")).isInstanceOf(UndoneException.class);
        assertThat(seats()).isZero();
    }

    @Test
    void shouldRefuseACallThatComesAfterItsUndo() throws SQLException {
        assertThat(flights.undo("k1", ParticipantContract::free)).isEmpty();
        assertThat(flights.undo("k1", ParticipantContract::free)).isEmpty();
        assertThatThrownBy(() -> book("k1", "Ann")).isInstanceOf(UndoneException.class);
        assertThat(seats()).isZero();
    }

    @Test
    void shouldForgetACallThatFails() throws SQLException {
        assertThatThrownBy(() -> flights.act("k1", "Ann", connection -> {
                    reserve(connection, "Ann");
                    throw new IllegalStateException("sold out");
                }))
                .hasMessage("sold out");
        assertThat(seats()).isZero();
        assertThat(book("k1", "Ann")).isEqualTo("seat of Ann");
        assertThatThrownBy(() -> flights.undo("k1", (_, _) -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(flights.undo("k1", ParticipantContract::free)).contains("freed 1");
    }

    @Test
    void shouldDoOneOfManyCallsAtOnce() throws Exception {
        var done = new AtomicInteger();
        List<String> answers = atOnce(() -> flights.act("k1", "Ann", connection -> {
            done.incrementAndGet();
            return reserve(connection, "Ann");
        }));
        assertThat(answers).hasSize(CALLS_AT_ONCE).containsOnly("seat of Ann");
        assertThat(done).hasValue(1);
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void shouldUndoOnceWhenManyUndosComeAtOnce() throws Exception {
        book("k1", "Ann");
        var done = new AtomicInteger();
        List<String> answers = atOnce(() -> flights.undo("k1", (connection, seat) -> {
                    done.incrementAndGet();
                    return free(connection, seat);
                })
                .orElse("nothing"));
        assertThat(answers).hasSize(CALLS_AT_ONCE).containsOnly("freed 1");
        assertThat(done).hasValue(1);
    }

    @Test
    void shouldLetNoCallAndUndoBothWin() throws Exception {
        var turn = new AtomicInteger();
        List<String> answers = atOnce(() -> turn.getAndIncrement() % 2 == 0
                ? bookOrBeLate()
                : flights.undo("k1", ParticipantContract::free).orElse("nothing"));
        assertThat(answers).hasSize(CALLS_AT_ONCE).contains("late").doesNotContain("freed 0");
        assertThat(seats()).isZero();
    }

    private String bookOrBeLate() throws SQLException {
        try {
            book("k1", "Ann");
            // After its undo it is late in any case.
            flights.undo("k1", ParticipantContract::free);
            return book("k1", "Ann");
        } catch (UndoneException late) {
            return "late";
        }
    }

    private interface Call {
        String call() throws Exception;
    }

    private static List<String> atOnce(Call call) throws Exception {
        var ready = new CountDownLatch(CALLS_AT_ONCE);
        List<Future<String>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE)) {
            for (int i = 0; i < CALLS_AT_ONCE; i++)
                calls.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return call.call();
                }));
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> each : calls) answers.add(each.get());
        return answers;
    }

    @Test
    void shouldForgetOldKeys() throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 1_001; i++) keys.undo(connection, "old" + i, ParticipantContract::free);
            connection.commit();
        }
        now = NOW.plus(Duration.ofDays(31));
        book("new", "Ann");
        assertThat(flights.forgetOlderThan(Duration.ofDays(30))).isEqualTo(1_001);
        assertThat(flights.forgetOlderThan(Duration.ofDays(30))).isZero();
        assertThat(book("new", "Ann")).isEqualTo("seat of Ann");
        assertThat(book("old1", "Bo")).isEqualTo("seat of Bo");
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void shouldWorkInTheCallersTransaction() throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            keys.act(connection, "k1", "Ann", c -> reserve(c, "Ann"));
            connection.rollback();
            keys.act(connection, "k2", "Bo", c -> reserve(c, "Bo"));
            connection.commit();
        }
        assertThat(seats()).isEqualTo(1);
        assertThat(flights.undo("k1", ParticipantContract::free)).isEmpty();
        assertThat(flights.undo("k2", ParticipantContract::free)).contains("freed 1");
    }

    @Test
    void shouldRefuseWhatIsNoKeyAndNoTable() {
        assertThatThrownBy(() -> book("", "Ann")).hasMessageContaining("a key has 1 to 200 characters");
        assertThatThrownBy(() -> book("k".repeat(201), "Ann")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Keys("keys; DROP TABLE seat", Clock.systemUTC()))
                .hasMessage("no name of a table: keys; DROP TABLE seat");
    }
}
