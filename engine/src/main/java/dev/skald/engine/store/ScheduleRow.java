package dev.skald.engine.store;

import java.time.Instant;

/**
 * How far a schedule has come.
 *
 * @param expression with its time zone: another one begins anew
 * @param firedUntil everything up to this instant has happened, or is missed for good
 */
public record ScheduleRow(String name, String expression, Instant firedUntil) {}
