package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** What schedules of all formats have in common. */
public final class Schedules {
    private static final Pattern EXPRESSION = Pattern.compile(
            "rate\\(\\s*\\d+\\s+(?:minute|hour|day)s?\\s*\\)|cron\\(\\s*\\S+(?:\\s+\\S+){5}\\s*\\)|at\\(\\s*\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\s*\\)");

    private Schedules() {}

    /** An expression that cannot be one is a problem. */
    public static void check(String expression, Place place, Reading reading) {
        if (!EXPRESSION.matcher(expression.strip()).matches())
            reading.problem(
                    place,
                    "`" + expression
                            + "` is no schedule: rate(5 minutes), cron(0 12 * * ? *) or at(2026-12-24T18:00:00)");
    }

    /** The zone that a key names; UTC when it is not there. */
    public static ZoneId zone(Section section, String key) {
        Optional<String> name = section.text(key);
        try {
            return name.map(ZoneId::of).orElse(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            section.reading().problem(section.place(key), "there is no time zone `" + name.orElse("") + "`");
            return ZoneOffset.UTC;
        }
    }
}
