package dev.skald.deploy.reading;

import dev.skald.deploy.Notice;
import dev.skald.deploy.ProjectException;
import dev.skald.deploy.ProjectProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One reading of a project: collects what is wrong and what is odd instead of stopping at the first. */
public final class Reading {
    /** With more problems than this, the project is something else altogether. */
    public static final int PROBLEMS_MAX = 50;

    /** More notices than this nobody reads; the last one says so. */
    public static final int NOTICES_MAX = 1_000;

    /** The largest file that is read, in bytes. */
    public static final long FILE_BYTES_MAX = 8L << 20;

    private final Set<ProjectProblem> problems = new LinkedHashSet<>();
    private final Set<Notice> notices = new LinkedHashSet<>();
    private final Consumer<Path> looksAt;

    /** @param looksAt is told of every file that is looked for, also of one that is not there */
    public Reading(Consumer<Path> looksAt) {
        this.looksAt = looksAt;
    }

    /** What is read depends on this file. */
    public void looksAt(Path file) {
        looksAt.accept(file.toAbsolutePath().normalize());
    }

    public void problem(Place place, String message) {
        if (problems.size() < PROBLEMS_MAX) problems.add(new ProjectProblem(place.file(), place.line(), message));
    }

    /** It works; something about it is odd, or is understood in a certain way. */
    public void warn(String path, String message) {
        notice(new Notice(Notice.Kind.WARNING, path, message));
    }

    /** It has no effect here. */
    public void unsupported(String path, String message) {
        notice(new Notice(Notice.Kind.UNSUPPORTED, path, message));
    }

    private void notice(Notice notice) {
        if (notices.size() < NOTICES_MAX) notices.add(notice);
        else
            notices.add(
                    new Notice(Notice.Kind.WARNING, "", "more than " + NOTICES_MAX + " notices; the rest is left out"));
    }

    /** A problem after which nothing sensible can be read. */
    public ReadingStopped stop(Place place, String message) {
        problems.add(new ProjectProblem(place.file(), place.line(), message));
        return new ReadingStopped(message);
    }

    /** Reads a part of a project; when it cannot go on, the other parts are read all the same. */
    public void part(Runnable part) {
        try {
            part.run();
        } catch (ReadingStopped e) {
            if (problems.isEmpty()) throw e; // cannot be: who stops has told why
        }
    }

    public List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** @throws ProjectException if anything is wrong */
    public void check() throws ProjectException {
        if (problems.isEmpty()) return;
        List<ProjectProblem> sorted = new ArrayList<>(problems);
        sorted.sort(
                Comparator.comparing((ProjectProblem problem) -> problem.file().toString())
                        .thenComparingInt(ProjectProblem::line));
        throw new ProjectException(sorted.subList(0, Math.min(PROBLEMS_MAX, sorted.size())));
    }

    /**
     * The value of a YAML or JSON file.
     *
     * @param from who names the file: where problems with it are told
     * @throws ReadingStopped if it cannot be read
     */
    public Value value(Path file, Place from) {
        return parseFile(text(file, from), file);
    }

    /** As {@link #value} for the text of a file that has been changed since. */
    public Value parseFile(String text, Path file) {
        try {
            return file.toString().endsWith(".json") ? JsonText.read(file, text) : YamlText.read(file, text);
        } catch (MalformedText e) {
            throw stop(new Place(file, e.line()), e.message());
        }
    }

    /** As {@link #value(Path, Place)} for a text that stands elsewhere: JSON when it begins with a brace, else YAML. */
    public Value parse(String text, Place place) {
        try {
            Value value = text.stripLeading().startsWith("{")
                    ? JsonText.read(place.file(), text)
                    : YamlText.read(place.file(), text);
            return value.at(place);
        } catch (MalformedText e) {
            throw stop(place, "line " + e.line() + " of this text: " + e.message());
        }
    }

    /** The JSON that a text holds; a problem, and nothing, when it holds none. */
    public JsonNode json(Value.Scalar text) {
        try {
            return JsonText.read(text.place().file(), text.text()).json();
        } catch (MalformedText e) {
            problem(text.place(), e.message());
            return text.json();
        }
    }

    /**
     * The text of a file, in UTF-8.
     *
     * @throws ReadingStopped if it cannot be read
     */
    public String text(Path file, Place from) {
        looksAt(file);
        try {
            if (!Files.isRegularFile(file)) throw stop(from, "there is no file " + file);
            if (Files.size(file) > FILE_BYTES_MAX)
                throw stop(new Place(file, 0), "a file has at most " + FILE_BYTES_MAX + " bytes");
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw stop(new Place(file, 0), "not a text in UTF-8");
        } catch (IOException e) {
            throw stop(new Place(file, 0), "cannot be read: " + e);
        }
    }
}
