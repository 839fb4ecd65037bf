package dev.skald.tasks.events;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronConstraintsFactory;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a schedule is due: {@code rate(...)}, {@code cron(...)} with EventBridge's six fields, {@code at(...)}. */
sealed interface ScheduleTimes {
    /** The first due instant after another; empty when there is none any more. */
    Optional<Instant> after(Instant instant);

    /**
     * The last due instant after {@code after} and not after {@code until}; empty when none was missed.
     *
     * @param after where the schedule has come so far
     */
    default Optional<Instant> lastBetween(Instant after, Instant until) {
        return after(after).filter(due -> !due.isAfter(until)).map(first -> last(first, until));
    }

    /** The last due instant up to another, where one at least is known. */
    Instant last(Instant known, Instant until);

    /**
     * Reads an expression.
     *
     * @param zone by which {@code cron} and {@code at} are read
     * @throws IllegalArgumentException when it is none
     */
    static ScheduleTimes of(String expression, ZoneId zone) {
        Matcher form = Rate.FORM.matcher(expression);
        if (!form.matches())
            throw new IllegalArgumentException(
                    "'" + expression + "' is no schedule: it is rate(...), cron(...) or at(...).");
        String inside = form.group(2).strip();
        return switch (form.group(1)) {
            case "rate" -> Rate.of(inside);
            case "cron" -> CronTimes.of(inside, zone);
            default -> At.of(inside, zone);
        };
    }

    /** Every so often, counted from when the schedule began. */
    record Rate(Duration every) implements ScheduleTimes {
        private static final Pattern FORM = Pattern.compile("(rate|cron|at)\\((.*)\\)");
        private static final Pattern RATE = Pattern.compile("(\\d{1,9})\\s+(minute|hour|day)s?");

        static Rate of(String text) {
            Matcher rate = RATE.matcher(text);
            if (!rate.matches() || Integer.parseInt(rate.group(1)) < 1)
                throw new IllegalArgumentException(
                        "'rate(" + text + ")' is no rate: it is a number from 1 on, and minutes, hours or days.");
            long value = Long.parseLong(rate.group(1));
            return new Rate(
                    switch (rate.group(2)) {
                        case "minute" -> Duration.ofMinutes(value);
                        case "hour" -> Duration.ofHours(value);
                        default -> Duration.ofDays(value);
                    });
        }

        @Override
        public Optional<Instant> after(Instant instant) {
            return Optional.of(instant.plus(every));
        }

        @Override
        public Instant last(Instant known, Instant until) {
            long times = Duration.between(known, until).dividedBy(every);
            return known.plus(every.multipliedBy(times));
        }
    }

    /**
     * By the calendar of a zone. Between two changes of its clocks the calendar is looked at with a fixed offset; so a local
     * time that a change leaves out does not happen, and one that comes twice happens at first only.
     *
     * @param everyHour whether it is for every hour: then those that come twice happen twice
     */
    record CronTimes(ExecutionTime times, ZoneId zone, boolean everyHour) implements ScheduleTimes {
        private static final CronDefinition EVENT_BRIDGE = CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .supportsL()
                .supportsW()
                .supportsLW()
                .supportsQuestionMark()
                .and()
                .withMonth()
                .and()
                .withDayOfWeek()
                .withValidRange(1, 7)
                .withMondayDoWValue(2)
                .supportsHash()
                .supportsL()
                .supportsQuestionMark()
                .and()
                .withYear()
                .withValidRange(1970, 2199)
                .and()
                .withCronValidation(CronConstraintsFactory.ensureEitherDayOfWeekOrDayOfMonth())
                .instance();

        private static final Duration SECOND = Duration.ofSeconds(1);
        private static final Duration DAY = Duration.ofDays(1);

        /** After the last year that an expression can name. */
        private static final Instant END = Instant.parse("2200-01-02T00:00:00Z");

        static CronTimes of(String text, ZoneId zone) {
            try {
                Cron cron = new CronParser(EVENT_BRIDGE).parse(text).validate();
                boolean everyHour = text.strip().split("\\s+")[1].equals("*");
                return new CronTimes(ExecutionTime.forCron(cron), zone, everyHour);
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException("'cron(" + text + ")' is invalid: " + invalid.getMessage(), invalid);
            }
        }

        @Override
        public Optional<Instant> after(Instant instant) {
            Instant from = instant;
            ZoneOffset offset = zone.getRules().getOffset(from);
            ZoneOffsetTransition change = zone.getRules().nextTransition(from);
            while (from.isBefore(END)) {
                Instant next = next(from, offset);
                // No clock goes back further than that: then what is over stays over.
                boolean over = next.equals(END) && !repeatsWithin(from.plus(DAY), change);
                if (over) return Optional.empty();
                if (change != null && !next.isBefore(change.getInstant())) {
                    from = change.getInstant().minus(SECOND);
                    offset = change.getOffsetAfter();
                    change = zone.getRules().nextTransition(change.getInstant());
                } else {
                    if (!isRepeated(next)) return Optional.of(next);
                    from = next;
                }
            }
            return Optional.empty();
        }

        private static boolean repeatsWithin(Instant end, @Nullable ZoneOffsetTransition change) {
            return change != null && change.isOverlap() && change.getInstant().isBefore(end);
        }

        private Instant next(Instant from, ZoneOffset offset) {
            return times.nextExecution(from.atZone(offset))
                    .map(ZonedDateTime::toInstant)
                    .orElse(END);
        }

        /** Whether its local time has been before, and does not count again. */
        private boolean isRepeated(Instant instant) {
            if (everyHour) return false;
            LocalDateTime local = instant.atZone(zone).toLocalDateTime();
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            return offsets.size() > 1 && !local.toInstant(offsets.getFirst()).equals(instant);
        }

        @Override
        public Instant last(Instant known, Instant until) {
            Instant to = until.truncatedTo(ChronoUnit.SECONDS);
            while (to.isAfter(known)) {
                Instant last = times.lastExecution(
                                to.plus(SECOND).atZone(zone.getRules().getOffset(to)))
                        .map(ZonedDateTime::toInstant)
                        .orElse(known);
                ZoneOffsetTransition change = zone.getRules().previousTransition(to.plus(SECOND));
                boolean before = change != null && last.isBefore(change.getInstant());
                if (!before && !isRepeated(last)) return last.isAfter(known) ? last : known;
                to = (before ? change.getInstant() : last).minus(SECOND);
            }
            return known;
        }
    }

    /** Once. */
    record At(Instant at) implements ScheduleTimes {
        static At of(String text, ZoneId zone) {
            try {
                return new At(LocalDateTime.parse(text).atZone(zone).toInstant());
            } catch (DateTimeException malformed) {
                throw new IllegalArgumentException(
                        "'at(" + text + ")' is no instant: it looks like at(2026-12-24T18:00:00).", malformed);
            }
        }

        @Override
        public Optional<Instant> after(Instant instant) {
            return at.isAfter(instant) ? Optional.of(at) : Optional.empty();
        }

        @Override
        public Instant last(Instant known, Instant until) {
            return known;
        }
    }
}
