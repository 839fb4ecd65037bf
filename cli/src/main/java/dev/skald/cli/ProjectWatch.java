package dev.skald.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a project's files have changed: those that describe it, not the code of its functions. Looks at their times
 * and sizes twice a second, since not every file system tells of changes.
 */
final class ProjectWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectWatch.class);

    /** How long it waits between two looks. */
    static final Duration PAUSE = Duration.ofMillis(500);

    private static final int FILES_MAX = 10_000;
    private static final int DEPTH_MAX = 12;
    private static final Set<String> LEFT_OUT = Set.of(
            "node_modules", ".git", ".skald", ".serverless", ".aws-sam", ".venv", "venv", "__pycache__", "target");
    private static final Set<String> ENDINGS = Set.of(".yml", ".yaml", ".json", ".vtl", ".env");

    private final Path folder;
    private final Duration pause;
    private final Runnable changed;
    private final Thread thread = Thread.ofVirtual().name("skald-project-watch").unstarted(this::watch);

    /** @param changed called on a thread of its own, when the files have come to rest after a change */
    ProjectWatch(Path folder, Duration pause, Runnable changed) {
        this.folder = folder;
        this.pause = pause;
        this.changed = changed;
    }

    ProjectWatch start() {
        thread.start();
        return this;
    }

    private void watch() {
        try {
            Map<Path, String> seen = look();
            while (true) {
                Thread.sleep(pause);
                Map<Path, String> now = look();
                if (now.equals(seen)) continue;
                seen = rested(now);
                changed.run();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException unreadable) {
            LOG.warn("{} is watched no more", folder, unreadable);
        }
    }

    /** Editors and generators write several files, and files in pieces. */
    private Map<Path, String> rested(Map<Path, String> changing) throws InterruptedException {
        Map<Path, String> before = changing;
        while (true) {
            Thread.sleep(pause);
            Map<Path, String> now = look();
            if (now.equals(before)) return now;
            before = now;
        }
    }

    private Map<Path, String> look() {
        Map<Path, String> found = new TreeMap<>();
        try {
            Files.walkFileTree(folder, Set.of(), DEPTH_MAX, new Look(found));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    private static final class Look extends SimpleFileVisitor<Path> {
        private final Map<Path, String> found;

        Look(Map<Path, String> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(name(place)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean counts = name(file).startsWith(".env") || ENDINGS.stream().anyMatch(name(file)::endsWith);
            if (counts) found.put(file, attributes.lastModifiedTime() + " " + attributes.size());
            return found.size() < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        /** A file that vanishes while one looks is one that has changed. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException vanished) {
            return FileVisitResult.CONTINUE;
        }

        private static String name(Path path) {
            Path name = path.getFileName();
            return name == null ? "" : name.toString();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
