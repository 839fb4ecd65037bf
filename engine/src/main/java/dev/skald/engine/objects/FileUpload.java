package dev.skald.engine.objects;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes to a file of its own, which takes the object's name when it is whole and on disk. */
final class FileUpload implements ObjectUpload {
    private final Path target;
    private final String key;
    private final Path written;
    private final FileChannel channel;
    private final OutputStream body;

    FileUpload(Path uploads, Path target, String key) {
        this.target = target;
        this.key = key;
        try {
            Files.createDirectories(uploads);
            this.written = Files.createTempFile(uploads, "put", ".part");
            this.channel = FileChannel.open(written, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
        this.body = new BufferedOutputStream(Channels.newOutputStream(channel));
    }

    @Override
    public OutputStream body() {
        return body;
    }

    @Override
    public StoredObject complete() {
        try {
            body.flush();
            channel.force(true);
            body.close();
            Files.createDirectories(parent());
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceName();
            return FileObject.of(key, target);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
    }

    /** Without this a crash of the machine may lose the name, though not the bytes. */
    private void forceName() throws IOException {
        try (FileChannel folder = FileChannel.open(parent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Path parent() {
        Path parent = target.getParent();
        if (parent == null) throw new IllegalStateException("an object lies in its bucket: " + target);
        return parent;
    }

    /** After {@link #complete()} there is nothing left to undo. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(written);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
    }
}
