package dev.skald.cli.project;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where each setting's value comes from: the command's flag, then the environment, then {@code skald.yml}, then the
 * default.
 *
 * @param flags what the command line gave
 * @param environment the process's variables
 * @param project the {@code settings} of the project file
 */
public record SettingValues(Map<Setting, String> flags, Map<String, String> environment, Map<Setting, String> project) {

    private static final int PORT_MAX = 65_535;

    /** The same with another default for a setting. */
    public SettingValues withDefault(Setting setting, String value) {
        if (project.containsKey(setting)) return this;
        Map<Setting, String> more = new EnumMap<>(Setting.class);
        more.putAll(project);
        more.put(setting, value);
        return new SettingValues(flags, environment, more);
    }

    /** The same with this value, whatever else is said. */
    public SettingValues with(Setting setting, String value) {
        Map<Setting, String> decided = new EnumMap<>(Setting.class);
        decided.putAll(flags);
        decided.put(setting, value);
        return new SettingValues(decided, environment, project);
    }

    /** What the command's flag or Skald's own variable says: not a variable that other programs read too. */
    public Optional<String> forSkald(Setting setting) {
        return Optional.ofNullable(flags.get(setting))
                .or(() ->
                        Optional.ofNullable(environment.get(setting.variable())).filter(value -> !value.isBlank()));
    }

    /** Whether somebody set it. */
    public boolean given(Setting setting) {
        return set(setting).isPresent();
    }

    /** The value as text. */
    public Optional<String> text(Setting setting) {
        return set(setting).or(setting::byDefault);
    }

    private Optional<String> set(Setting setting) {
        String flag = flags.get(setting);
        if (flag != null) return Optional.of(flag);
        return variables(setting)
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .or(() -> Optional.ofNullable(project.get(setting)));
    }

    private static Stream<String> variables(Setting setting) {
        return Stream.concat(Stream.of(setting.variable()), setting.otherVariables().stream());
    }

    /** The value of a setting that has a default. */
    public String required(Setting setting) {
        return text(setting).orElseThrow(() -> new InvalidSetting(setting, "is needed"));
    }

    /** A whole number between two bounds. */
    public int integer(Setting setting, int min, int max) {
        String text = required(setting);
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) return value;
        } catch (NumberFormatException e) {
            throw notBetween(setting, min, max, text);
        }
        throw notBetween(setting, min, max, text);
    }

    private static InvalidSetting notBetween(Setting setting, int min, int max, String text) {
        return new InvalidSetting(
                setting, "must be a whole number from " + min + " to " + max + ", not `" + text + "`");
    }

    /** One of these words. */
    public String choice(Setting setting, List<String> words) {
        String text = required(setting).strip().toLowerCase(Locale.ROOT);
        if (words.contains(text)) return text;
        throw new InvalidSetting(setting, "is one of " + String.join(", ", words) + ", not `" + text + "`");
    }

    /**
     * A text of a certain form.
     *
     * @param how the form in words, after the setting's name
     */
    public String matching(Setting setting, Pattern form, String how) {
        String text = required(setting).strip();
        if (form.matcher(text).matches()) return text;
        throw new InvalidSetting(setting, how + ", not `" + text + "`");
    }

    /** A path, relative to the working folder. */
    public Optional<Path> path(Setting setting) {
        try {
            return text(setting).map(Path::of);
        } catch (InvalidPathException e) {
            throw new InvalidSetting(setting, "is no path: " + e.getMessage());
        }
    }

    /** The address of an HTTP endpoint. */
    public Optional<URI> uri(Setting setting) {
        return text(setting).map(text -> uri(setting, text));
    }

    private static URI uri(Setting setting, String text) {
        URI uri = URI.create("invalid:/");
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(setting, "is no address: " + e.getMessage());
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getPort() > PORT_MAX)
            throw new InvalidSetting(setting, "must be like http://127.0.0.1:9001, not `" + text + "`");
        return uri;
    }

    /** Texts with commas between them. */
    public List<String> list(Setting setting) {
        return text(setting).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** A setting with a value that cannot be. */
    public static final class InvalidSetting extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidSetting(Setting setting, String why) {
            super(setting.key() + " (" + setting.flag() + ", " + setting.variable() + ") " + why, null, false, false);
        }

        public String message() {
            return String.valueOf(getMessage());
        }
    }
}
