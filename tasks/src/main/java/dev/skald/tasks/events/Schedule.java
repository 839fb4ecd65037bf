package dev.skald.tasks.events;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens at times.
 *
 * @param expression {@code rate(5 minutes)}, {@code cron(0 12 * * ? *)}, {@code at(2026-12-24T18:00:00)}
 * @param zone by which {@code cron} and {@code at} are read
 */
public record Schedule(
        String name,
        String expression,
        ZoneId zone,
        boolean enabled,
        @Nullable String description,
        EventTarget target) {}
