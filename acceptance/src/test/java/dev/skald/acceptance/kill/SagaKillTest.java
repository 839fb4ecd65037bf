package dev.skald.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random points of a program whose sagas book with three participants, each with a database of its own:
 * in the end a trip is booked once with all of them, or with none.
 */
class SagaKillTest {
    private static final int SHOWN_MAX = 1_000_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldBookAllOrNothingInThreeKills() throws Exception {
        killAgainAndAgain(3, Duration.ofMillis(600));
    }

    @Test
    @Tag("soak")
    void shouldBookAllOrNothingInFiftyKills() throws Exception {
        killAgainAndAgain(50, Duration.ofMillis(1_500));
    }

    private void killAgainAndAgain(int kills, Duration longestLife) throws Exception {
        long seed = System.nanoTime();
        System.out.println("saga kill test with seed " + seed);
        var random = new Random(seed);
        var program = new TripProcess(folder);
        for (int i = 0; i < kills; i++)
            program.runAndKill("life" + i, Duration.ofNanos(random.nextLong(longestLife.toNanos())));
        assertThat(program.finish()).startsWith("0 ").contains("The books balance");
        check(kills);
    }

    private void check(int kills) throws SQLException {
        Map<SagaStatus, Integer> ends = new TreeMap<>();
        List<Map<String, Integer>> books = List.of(book("flight"), book("hotel"), book("transfer"));
        for (ExecutionRow trip : trips()) {
            ends.merge(trip.sagaStatus(), 1, Integer::sum);
            int expected = trip.status() == Status.SUCCEEDED ? 1 : 0;
            for (Map<String, Integer> book : books)
                assertThat(book.getOrDefault(trip.name(), 0))
                        .as(trip.toString())
                        .isEqualTo(expected);
        }
        System.out.println(kills + " kills, trips: " + ends);
        assertThat(ends).containsOnlyKeys(SagaStatus.COMPENSATED, SagaStatus.COMMITTED);
        assertThat(books.getFirst()).hasSize(ends.get(SagaStatus.COMMITTED));
    }

    private List<ExecutionRow> trips() {
        try (Skald skald = Skald.at(folder.resolve("skald.db")).open()) {
            return skald.listExecutions(new ExecutionQuery(null, null, Map.of(), Long.MAX_VALUE, SHOWN_MAX));
        }
    }

    /** How many bookings each trip has with a participant. */
    private Map<String, Integer> book(String participant) throws SQLException {
        Map<String, Integer> book = new HashMap<>();
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(participant + ".db"));
                var statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT trip, count(*) FROM booking GROUP BY trip")) {
            while (rows.next()) book.put(rows.getString(1), rows.getInt(2));
        }
        return book;
    }
}
