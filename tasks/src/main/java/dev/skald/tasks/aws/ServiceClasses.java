package dev.skald.tasks.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;

/**
 * Finds the clients of the AWS SDK by the names of their services: on the class path, and in the jars of a folder. A service's
 * name is that of its client's package; how the client spells it only its class file tells.
 */
final class ServiceClasses implements AutoCloseable {
    /** How many jars a folder may hold; a folder with more is not one for clients. */
    static final int JARS_MAX = 1_000;

    private static final String PACKAGE = "software/amazon/awssdk/services/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern CLIENT = Pattern.compile("(?!Default)[A-Z][A-Za-z0-9]*(?<!Async)Client\\.class");

    /** Services whose clients are in a package within another service's. */
    private static final Map<String, String> PACKAGES =
            Map.of("dynamodbstreams", "dynamodb/streams", "wafregional", "waf/regional");

    private final ClassLoader loader;
    private final @Nullable URLClassLoader opened;
    private final @Nullable Path folder;

    /** @param folder with jars beside those of the class path; null when there is none */
    ServiceClasses(@Nullable Path folder) {
        ClassLoader own = ServiceClasses.class.getClassLoader();
        this.folder = folder;
        this.opened = folder == null || !Files.isDirectory(folder) ? null : new URLClassLoader(jars(folder), own);
        this.loader = opened == null ? own : opened;
    }

    private static URL[] jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) jars.add(jar.toUri().toURL());
            if (jars.size() > JARS_MAX)
                throw new IllegalArgumentException("The folder " + folder + " has more than " + JARS_MAX + " jars.");
            return jars.toArray(URL[]::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The folder of AWS clients cannot be read: " + folder, unreadable);
        }
    }

    /** @throws UnknownService when there is no client of that name */
    Class<?> find(String service) throws UnknownService {
        try {
            if (NAME.matcher(service).matches())
                for (String name : clients(PACKAGE + PACKAGES.getOrDefault(service, service))) {
                    Class<?> found = Class.forName(name, false, loader);
                    if (found.isInterface() && SdkClient.class.isAssignableFrom(found)) return found;
                }
        } catch (IOException | ReflectiveOperationException | URISyntaxException | LinkageError broken) {
            throw new UnknownService("The AWS SDK client of '" + service + "' cannot be loaded: " + broken);
        }
        throw new UnknownService(advice(service));
    }

    private String advice(String service) {
        String where = folder == null ? "on the class path" : "in the folder " + folder;
        return "There is no AWS SDK client for the service '" + service + "'. Put the jar software.amazon.awssdk:"
                + service + " (of the AWS SDK for Java 2, where the artifact has that name) " + where + ".";
    }

    private List<String> clients(String packageFolder) throws IOException, URISyntaxException {
        List<String> names = new ArrayList<>();
        Enumeration<URL> places = loader.getResources(packageFolder + "/");
        while (places.hasMoreElements())
            for (String file : files(places.nextElement(), packageFolder + "/"))
                if (CLIENT.matcher(file).matches()) names.add(className(packageFolder + "/" + file));
        return names;
    }

    private static String className(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }

    /** The names of the files in a package, without those in packages below. */
    private static List<String> files(URL place, String packageFolder) throws IOException, URISyntaxException {
        if (place.openConnection() instanceof JarURLConnection jar)
            return jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(packageFolder))
                    .map(name -> name.substring(packageFolder.length()))
                    .toList();
        try (Stream<Path> files = Files.list(Path.of(place.toURI()))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (opened != null) opened.close();
    }
}
