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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a project's files have changed: those that describe it, wherever they are, not the code of its functions. Looks
 * at their times and sizes twice a second, since not every file system tells of changes.
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
    private final Supplier<Set<Path>> further;
    private final Duration pause;
    private final Runnable changed;
    private final Thread thread = Thread.ofVirtual().name("skald-project-watch").unstarted(this::watch);

    /**
     * What the files are like, by path.
     *
     * @param inside those in the folder whose names say that they describe something
     * @param further those that the project was read from
     */
    private record Seen(Map<Path, String> inside, Map<Path, String> further) {
        /** Which files a project is read from changes when it is read: only what is in both counts. */
        boolean differs(Seen now) {
            return !inside.equals(now.inside)
                    || now.further.entrySet().stream()
                            .anyMatch(each -> !further.getOrDefault(each.getKey(), each.getValue())
                                    .equals(each.getValue()));
        }

        /** The same, with the files that are new among those it is read from. */
        Seen with(Seen now) {
            Map<Path, String> known = new TreeMap<>(now.further);
            known.replaceAll((path, is) -> further.getOrDefault(path, is));
            return new Seen(inside, known);
        }
    }

    /**
     * @param further the files that the project was read from last
     * @param changed called on a thread of its own, when the files have come to rest after a change
     */
    ProjectWatch(Path folder, Supplier<Set<Path>> further, Duration pause, Runnable changed) {
        this.folder = folder;
        this.further = further;
        this.pause = pause;
        this.changed = changed;
    }

    ProjectWatch start() {
        thread.start();
        return this;
    }

    private void watch() {
        try {
            Seen seen = look();
            while (true) {
                Thread.sleep(pause);
                Seen now = look();
                if (!seen.differs(now)) continue;
                seen = rested(now);
                tell();
                seen = seen.with(look());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException unreadable) {
            LOG.warn("{} is watched no more", folder, unreadable);
        }
    }

    /** Whatever comes of one change, the next one is told too. */
    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException broken) {
            LOG.error("What changed in {} has no effect", folder, broken);
        }
    }

    /** Editors and generators write several files, and files in pieces. */
    private Seen rested(Seen changing) throws InterruptedException {
        Seen before = changing;
        while (true) {
            Thread.sleep(pause);
            Seen now = look();
            if (now.equals(before)) return now;
            before = now;
        }
    }

    private Seen look() {
        Map<Path, String> found = new TreeMap<>();
        try {
            Files.walkFileTree(folder, Set.of(), DEPTH_MAX, new Look(found));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<Path, String> read = new TreeMap<>();
        further.get().stream().limit(FILES_MAX).forEach(file -> read.put(file, state(file)));
        return new Seen(found, read);
    }

    private static String state(Path file) {
        try {
            return state(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException absent) {
            return "absent";
        }
    }

    private static String state(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime() + " " + attributes.size();
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
            if (counts) found.put(file, state(attributes));
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
