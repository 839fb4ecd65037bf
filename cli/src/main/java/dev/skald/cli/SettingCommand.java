package dev.skald.cli;

import java.util.concurrent.Callable;

/** A command that takes settings as flags. Returns the exit code. */
interface SettingCommand extends Callable<Integer> {
    SettingFlags flags();
}
