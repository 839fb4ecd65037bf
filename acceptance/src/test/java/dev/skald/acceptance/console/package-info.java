/**
 * The console in a real browser, against a real server with real executions. Skipped, and said so, where no Chromium is installed; {@link
 * dev.skald.acceptance.console.Browser} is the fixture. Screenshots go to {@code target/console}.
 */
@NullMarked
package dev.skald.acceptance.console;

import org.jspecify.annotations.NullMarked;
