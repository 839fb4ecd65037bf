package dev.skald.cli;

import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.core.Limits;
import dev.skald.engine.Settings;
import java.time.Duration;
import java.util.regex.Pattern;

/** The engine's settings from those of the process. */
final class EngineSettings {
    private static final int PAYLOAD_BYTES_LEAST = 1_024;
    private static final int PAYLOAD_BYTES_MOST = 64 << 20;
    private static final int HISTORY_EVENTS_LEAST = 100;
    private static final int HISTORY_EVENTS_MOST = 10_000_000;
    private static final int CONCURRENCY_MOST = 100_000;
    private static final int OPEN_EXECUTIONS_MOST = 50_000_000;
    private static final int EXPRESS_HISTORIES_MOST = 1_000_000;
    private static final int RETENTION_DAYS_MOST = 36_500;

    /** ARNs have colons between their parts, and files may be named after them. */
    private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,62})");

    private EngineSettings() {}

    static Settings of(SettingValues values) {
        int retentionDays = values.integer(Setting.RETENTION_DAYS, 0, RETENTION_DAYS_MOST);
        return new Settings(
                values.matching(Setting.ACCOUNT_ID, ACCOUNT_ID, "has twelve digits"),
                values.matching(Setting.REGION, REGION, "is like eu-central-1"),
                limits(values),
                values.integer(Setting.FUNCTION_CONCURRENCY, 1, CONCURRENCY_MOST),
                values.integer(Setting.OPEN_EXECUTIONS_MAX, 1, OPEN_EXECUTIONS_MOST),
                Settings.DEFAULTS.restAfter(),
                retentionDays == 0 ? null : Duration.ofDays(retentionDays),
                values.integer(Setting.KEEP_EXPRESS_HISTORY, 0, EXPRESS_HISTORIES_MOST));
    }

    private static Limits limits(SettingValues values) {
        return Limits.AWS
                .withPayloadBytesMax(values.integer(Setting.PAYLOAD_BYTES_MAX, PAYLOAD_BYTES_LEAST, PAYLOAD_BYTES_MOST))
                .withHistoryEventsMax(
                        values.integer(Setting.HISTORY_EVENTS_MAX, HISTORY_EVENTS_LEAST, HISTORY_EVENTS_MOST));
    }
}
