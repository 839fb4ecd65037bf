package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.engine.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("skald.db");
    }

    @Test
    void shouldRefuseASecondProcessWithPidAndPortOfTheFirst() throws Exception {
        try (ChildProcess holder = ChildProcess.run(LockingProcess.class, file.toString(), "8083")) {
            assertThat(holder.output.readLine()).isEqualTo("locked");

            StoreLockedException refused = catchThrowableOfType(StoreLockedException.class, () -> SqlStore.open(file));

            assertThat(refused.pid()).hasValue(holder.process.pid());
            assertThat(refused.port()).hasValue(8083);
            assertThat(refused)
                    .hasMessageContaining("process " + holder.process.pid())
                    .hasMessageContaining("8083");
        }
    }

    @Test
    void shouldKnowNoPortOfAProcessThatIsNoServer() throws Exception {
        try (ChildProcess holder = ChildProcess.run(LockingProcess.class, file.toString())) {
            assertThat(holder.output.readLine()).isEqualTo("locked");

            StoreLockedException refused =
                    catchThrowableOfType(StoreLockedException.class, () -> StoreLock.acquire(file));

            assertThat(refused.pid()).hasValue(holder.process.pid());
            assertThat(refused.port()).isEmpty();
        }
    }

    @Test
    void shouldTakeTheLockOfADeadProcess() throws Exception {
        try (ChildProcess holder = ChildProcess.run(LockingProcess.class, file.toString(), "8083")) {
            assertThat(holder.output.readLine()).isEqualTo("locked");
            holder.kill();
        }
        assertThat(folder.resolve("skald.db.lock")).content().contains("8083");

        SqlStore.open(file).close();
    }

    @Test
    void shouldKeepTheLockWhenTheSameProcessIsRefused() throws Exception {
        try (SqlStore store = SqlStore.open(file)) {
            assertThat(catchThrowableOfType(StoreLockedException.class, () -> SqlStore.open(file))
                            .pid())
                    .hasValue(ProcessHandle.current().pid());
            assertThat(StoreLock.held(file)).isPresent();

            try (ChildProcess second = ChildProcess.run(LockingProcess.class, file.toString())) {
                assertThat(second.output.readLine()).isEqualTo("refused");
            }
            assertThat(store.openExecutions()).isZero();
        }
    }

    @Test
    void shouldKnowTheLockByEachPathOfTheStore() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        try (StoreLock lock = StoreLock.acquire(file)) {
            assertThat(StoreLock.held(link.resolve("skald.db"))).containsSame(lock);
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void shouldLetGoWhenClosed() {
        StoreLock.acquire(file).close();
        StoreLock.acquire(file).close();
        assertThat(StoreLock.held(file)).isEmpty();
    }

    @Test
    void shouldBeForItsOwnerOnly() throws Exception {
        Path deep = folder.resolve("a/b/skald.db");
        try (SqlStore store = SqlStore.open(deep)) {
            store.putMachine(Sample.machine());
            for (String name : new String[] {"skald.db", "skald.db-wal", "skald.db.lock"})
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolveSibling(name))))
                        .as(name)
                        .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldSayThatAFolderCannotBeMade() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        assertThat(catchThrowableOfType(StoreException.class, () -> SqlStore.open(taken.resolve("skald.db"))))
                .hasMessageContaining("skald.db cannot be made");
    }
}
