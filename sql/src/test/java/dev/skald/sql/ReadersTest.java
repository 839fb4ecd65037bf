package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.engine.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    Path folder;

    @Test
    void shouldEndAQuestionThatTakesTooLong() {
        Path file = folder.resolve("skald.db");
        SqlStore.open(file).close();
        var readers = new Readers(new Sqlite(file));
        long start = System.nanoTime();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> readers.read(session -> session.number(ENDLESS, 0)))
                .withMessageContaining("interrupt");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Readers.LIMIT.multipliedBy(5));
        long answer = readers.read(session -> session.number("SELECT 42", 0));
        assertThat(answer).isEqualTo(42);
        readers.close();
    }

    @Test
    void shouldNotWrite() {
        Path file = folder.resolve("skald.db");
        SqlStore.open(file).close();
        var readers = new Readers(new Sqlite(file));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> readers.read(session -> session.update("DELETE FROM execution")));
        readers.close();
    }
}
