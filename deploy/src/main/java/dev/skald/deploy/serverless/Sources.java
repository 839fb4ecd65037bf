package dev.skald.deploy.serverless;

import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import dev.skald.deploy.serverless.Variables.Found;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where variables get their values from, by type: the project itself, its files, options, parameters, the environment. */
final class Sources {
    /** Types that ask services or programs. */
    private static final Set<String> REMOTE =
            Set.of("ssm", "cf", "s3", "git", "output", "terraform", "vault", "doppler", "state");

    /** Resolves a value that is gone through on the way to another one. */
    interface Resolver {
        Value resolve(Value value, String path);
    }

    private final Path folder;
    private final Value root;
    private final Options options;
    private final Reading reading;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<Path, Value> files = new HashMap<>();

    Sources(Path folder, Value root, Options options, Reading reading) {
        this.folder = folder;
        this.root = root;
        this.options = options;
        this.reading = reading;
        environment.putAll(options.environment());
    }

    /** Variables that count unless the process has its own. */
    void addEnvironment(Map<String, String> more) {
        more.forEach(environment::putIfAbsent);
    }

    Found find(String type, String parameters, String address, Place place, Resolver resolver) {
        return switch (type) {
            case "self" -> self(address, place, resolver);
            case "opt" -> opt(address, place);
            case "env" -> text(environment.get(address), place, "the environment has no variable `" + address + "`");
            case "param" -> param(address, place, resolver);
            case "file" -> file(parameters, address, place, resolver);
            case "sls" -> sls(address, place, resolver);
            case "aws" -> aws(address, place, resolver);
            case "strToBool" -> bool(parameters, place);
            default -> new Found.Absent(unknown(type));
        };
    }

    private static String unknown(String type) {
        return REMOTE.contains(type)
                ? "Skald does not ask for variables of type `" + type + "`"
                : "there are no variables of type `" + type + "` here (if it is text for somebody else, write `\\${`)";
    }

    static boolean isRemote(String inner) {
        int colon = inner.indexOf(':');
        return colon > 0 && REMOTE.contains(inner.substring(0, colon).replaceFirst("\\(.*", ""));
    }

    /** What people can do for a variable without a value. */
    static String advice(String inner, String path) {
        String first = Expression.alternatives(inner).getFirst();
        int colon = first.indexOf(':');
        String type = colon < 0 ? "" : first.substring(0, colon);
        String address = first.substring(colon + 1);
        if (address.contains("$")) return "";
        return switch (type) {
            case "self" -> "; add it, or give it with `--set " + address + "=VALUE`, or in a file with `--with FILE`";
            case "param" -> "; give it with `--param " + address + "=VALUE`";
            case "opt" -> "; give it with `--option " + address + "=VALUE`";
            default -> path.isEmpty() ? "" : "; a value for this place: `--set " + path + "=VALUE`";
        };
    }

    private static Found text(@Nullable String text, Place place, String otherwise) {
        return text == null ? new Found.Absent(otherwise) : new Found.Present(Value.text(place, text));
    }

    private Found self(String address, Place place, Resolver resolver) {
        return switch (address) {
            case "provider.stage" -> sls("stage", place, resolver);
            case "provider.region" -> aws("region", place, resolver);
            default -> walk(root, address, resolver, "`" + address + "` is not in the project file");
        };
    }

    private static Found walk(Value from, String address, Resolver resolver, String otherwise) {
        Value at = from;
        StringBuilder path = new StringBuilder();
        for (String name : address.isEmpty() ? new String[0] : address.split("\\.")) {
            Value here = at instanceof Scalar ? resolver.resolve(at, path.toString()) : at;
            path.append(path.isEmpty() ? "" : ".").append(name);
            Value next = member(here, name);
            if (next == null) return new Found.Absent(otherwise);
            at = next;
        }
        return new Found.Present(at);
    }

    private static @Nullable Value member(Value value, String name) {
        return switch (value) {
            case Mapping mapping -> mapping.members().get(name);
            case Sequence sequence -> item(sequence, name);
            case Scalar scalar -> null;
        };
    }

    private static @Nullable Value item(Sequence sequence, String name) {
        if (!name.matches("\\d{1,6}")) return null;
        int index = Integer.parseInt(name);
        return index < sequence.items().size() ? sequence.items().get(index) : null;
    }

    private Found opt(String name, Place place) {
        String value = switch (name) {
            case "stage" -> options.stage();
            case "region" -> options.region();
            default -> options.options().get(name);
        };
        return text(value, place, "there is no option `--" + name + "`");
    }

    /** {@code --param}, then the parameters of the stage, then the default ones. */
    private Found param(String name, Place place, Resolver resolver) {
        String given = options.parameters().get(name);
        if (given != null) return text(given, place, "");
        String stage = stage(resolver);
        for (String address : new String[] {
            "params." + stage + "." + name,
            "params.default." + name,
            "stages." + stage + ".params." + name,
            "stages.default.params." + name
        }) {
            Found found = walk(root, address, resolver, "");
            if (found instanceof Found.Present) return found;
        }
        return new Found.Absent("there is no parameter `" + name + "`");
    }

    private Found sls(String name, Place place, Resolver resolver) {
        return switch (name) {
            case "stage" -> text(stage(resolver), place, "");
            case "instanceId" -> text("skald", place, "");
            default -> new Found.Absent("there is no `sls:" + name + "`");
        };
    }

    private Found aws(String name, Place place, Resolver resolver) {
        return switch (name) {
            case "region" -> text(region(resolver), place, "");
            case "accountId" -> text(options.accountId(), place, "");
            default -> new Found.Absent("there is no `aws:" + name + "`");
        };
    }

    private static Found bool(String parameters, Place place) {
        return switch (parameters.strip().replaceAll("^['\"]|['\"]$", "").toLowerCase(Locale.ROOT)) {
            case "true", "1" -> new Found.Present(Value.flag(place, true));
            case "false", "0", "" -> new Found.Present(Value.flag(place, false));
            default -> new Found.Absent("`" + parameters + "` is neither true nor false");
        };
    }

    private Found file(String name, String address, Place place, Resolver resolver) {
        String path = name.strip().replaceAll("^['\"]|['\"]$", "");
        if (path.matches(".*\\.(?:js|cjs|mjs|ts)"))
            return new Found.Absent(
                    "Skald runs no programs to read a project; write what it gives to a .yml or .json file");
        Value value = file(path, place);
        if (value == null) return new Found.Absent("there is no file " + path);
        return walk(value, address, resolver, "`" + address + "` is not in " + path);
    }

    private @Nullable Value file(String name, Place place) {
        try {
            Path path = folder.resolve(
                            name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name)
                    .normalize();
            reading.looksAt(path);
            if (!Files.isRegularFile(path)) return null;
            return files.computeIfAbsent(path, key -> content(key, place));
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private Value content(Path path, Place place) {
        boolean structured = path.toString().matches(".*\\.(?:ya?ml|json)");
        return structured
                ? reading.value(path, place)
                : Value.text(new Place(path, 1), reading.text(path, place).stripTrailing());
    }

    /** {@code --stage}, then the provider's, then {@code dev}. */
    String stage(Resolver resolver) {
        return options.stage() != null ? options.stage() : provider("stage", Options.DEFAULT_STAGE, resolver);
    }

    /** {@code --region}, then the provider's, then the environment's. */
    String region(Resolver resolver) {
        return options.region() != null ? options.region() : options.regionOr(provider("region", "", resolver));
    }

    private String provider(String name, String otherwise, Resolver resolver) {
        return walk(root, "provider." + name, resolver, "") instanceof Found.Present present
                        && resolver.resolve(present.value(), "provider." + name) instanceof Scalar scalar
                        && !scalar.isNull()
                ? scalar.text()
                : otherwise;
    }
}
