package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code .env} files: {@code NAME=VALUE}, quotes, comments, {@code export}. */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:export\\s+)?([\\w.-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^#\\r\\n]*))\\s*(?:#.*)?");

    private DotEnv() {}

    /** {@code .env.STAGE} before {@code .env}. */
    static Map<String, String> read(Path folder, String stage, Reading reading) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : new String[] {".env." + stage, ".env"}) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file))
                parse(reading.text(file, new Place(file, 0))).forEach(variables::putIfAbsent);
        }
        return variables;
    }

    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) variables.put(matcher.group(1), value(matcher));
        });
        return variables;
    }

    private static String value(Matcher line) {
        if (line.group(2) != null)
            return line.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
        return line.group(3) != null ? line.group(3) : line.group(4).strip();
    }
}
