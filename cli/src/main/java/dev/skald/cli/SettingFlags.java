package dev.skald.cli;

import dev.skald.cli.project.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a command that stand for settings: {@code --port}, {@code --token-file}. */
final class SettingFlags {
    private final List<Setting> settings;
    private final Map<Setting, String> given = new EnumMap<>(Setting.class);

    SettingFlags(Setting... settings) {
        this.settings = List.of(settings);
    }

    void addTo(CommandSpec command) {
        for (Setting setting : settings) command.addOption(option(setting));
    }

    private OptionSpec option(Setting setting) {
        String byDefault =
                setting.byDefault().map(value -> " (default " + value + ")").orElse("");
        return OptionSpec.builder(setting.flag())
                .paramLabel(setting.kind().name())
                .description(setting.meaning() + byDefault + "; " + setting.variable())
                .type(String.class)
                .setter(setter(setting))
                .build();
    }

    private ISetter setter(Setting setting) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                if (value == null) given.remove(setting);
                else given.put(setting, value.toString());
                return value;
            }
        };
    }

    /** What the command line gave. */
    Map<Setting, String> given() {
        return Map.copyOf(given);
    }
}
