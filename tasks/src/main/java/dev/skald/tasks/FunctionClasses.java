package dev.skald.tasks;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions in Java that are named by class path and class: each class path (jars, class folders) has a class loader of
 * its own. The one place of Skald that uses reflection.
 *
 * <p>Functions on the same class path share the loader, and thereby their static state.
 */
public final class FunctionClasses implements AutoCloseable {
    private final Map<List<Path>, URLClassLoader> loaders = new HashMap<>();
    private final ClassLoader parent;
    private final Path data;

    /**
     * @param parent what every function sees beside its own classes
     * @param data the folder for what functions keep; given to constructors that ask for it
     */
    public FunctionClasses(ClassLoader parent, Path data) {
        this.parent = parent;
        this.data = data;
    }

    /**
     * The handler with that class name, made by its public constructor: the one that takes a {@link Path}, which gets the
     * data folder, or else the one without parameters.
     *
     * @param classPath jars and class folders; empty means what Skald itself has
     * @throws FunctionLoadException if a part of the class path does not exist, or the class is not there, no
     *     {@link Handler}, or cannot be made
     */
    public Handler handler(List<Path> classPath, String className) throws FunctionLoadException {
        Handler handler = instance(classPath, className, Handler.class);
        ClassLoader loader = handler.getClass().getClassLoader();
        return new InItsClassLoader(handler, loader == null ? parent : loader);
    }

    /**
     * An object of that class, made as {@link #handler} makes one.
     *
     * @throws FunctionLoadException as {@link #handler}
     */
    public <T> T instance(List<Path> classPath, String className, Class<T> type) throws FunctionLoadException {
        Class<?> found = load(classPath, className);
        if (!type.isAssignableFrom(found))
            throw new FunctionLoadException(className + " does not implement " + type.getName());
        return type.cast(make(found));
    }

    private Class<?> load(List<Path> classPath, String className) throws FunctionLoadException {
        try {
            return Class.forName(className, true, loader(classPath));
        } catch (ClassNotFoundException e) {
            throw new FunctionLoadException("there is no class " + className + " in " + shown(classPath), e);
        } catch (LinkageError e) {
            throw new FunctionLoadException("the class " + className + " cannot be loaded: " + e, e);
        }
    }

    private Object make(Class<?> type) throws FunctionLoadException {
        try {
            for (Constructor<?> constructor : type.getConstructors())
                if (List.of(constructor.getParameterTypes()).equals(List.of(Path.class)))
                    return constructor.newInstance(data);
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            String needs = " must be a public class with a public constructor without parameters, or with a Path";
            throw new FunctionLoadException(type.getName() + needs, e);
        } catch (InvocationTargetException e) {
            throw new FunctionLoadException("the constructor of " + type.getName() + " failed: " + e.getCause(), e);
        }
    }

    private synchronized ClassLoader loader(List<Path> classPath) throws FunctionLoadException {
        if (classPath.isEmpty()) return parent;
        URLClassLoader known = loaders.get(classPath);
        if (known != null) return known;
        URLClassLoader made = new FunctionClassLoader(shown(classPath), urls(classPath), parent);
        loaders.put(List.copyOf(classPath), made);
        return made;
    }

    private static URL[] urls(List<Path> classPath) throws FunctionLoadException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = url(classPath.get(i));
        return urls;
    }

    private static URL url(Path part) throws FunctionLoadException {
        if (!Files.exists(part)) throw new FunctionLoadException("there is no " + part);
        try {
            return part.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new FunctionLoadException("not a path for classes: " + part, e);
        }
    }

    private static String shown(List<Path> classPath) {
        if (classPath.isEmpty()) return "Skald's own class path";
        return String.join(", ", classPath.stream().map(Path::toString).toList());
    }

    /** Closes the class loaders. Handlers got from here must not be called any more. */
    @Override
    public synchronized void close() throws IOException {
        for (URLClassLoader loader : loaders.values()) loader.close();
        loaders.clear();
    }

    /** Libraries find services by the thread's class loader: it must be the function's own while it runs. */
    private record InItsClassLoader(Handler handler, ClassLoader loader) implements Handler {
        @Override
        public @Nullable Payload handle(Payload input, StepContext step) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return handler.handle(input, step);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
