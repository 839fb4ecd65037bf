package dev.skald.tasks;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The class loader of one class path: its own classes come first, so that two functions may bring different versions of
 * a library; only what crosses the border to Skald is shared.
 */
final class FunctionClassLoader extends URLClassLoader {
    /** What a handler exchanges with Skald must be the same class on both sides. */
    private static final List<String> SHARED = List.of(
            "java.",
            "dev.skald.",
            "tools.jackson.",
            "com.fasterxml.jackson.annotation.",
            "org.jspecify.",
            "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    FunctionClassLoader(String name, URL[] classPath, ClassLoader parent) {
        super(name, classPath, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : isShared(name) ? super.loadClass(name, resolve) : ownFirst(name, resolve);
        }
    }

    private Class<?> ownFirst(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notOwn) {
            return super.loadClass(name, resolve);
        }
    }

    private static boolean isShared(String name) {
        return SHARED.stream().anyMatch(name::startsWith);
    }
}
