/**
 * What the commands show: tables, times, the steps of an execution as they happen. For people; {@code --json} goes its own
 * way.
 *
 * <p>This package must never ask an engine or a server for anything: it shows what it is given.
 */
@NullMarked
package dev.skald.cli.view;

import org.jspecify.annotations.NullMarked;
