/**
 * Files as values that know where they stand: YAML and JSON texts become {@link dev.skald.deploy.reading.Value}s, which a
 * {@link dev.skald.deploy.reading.Section} goes through key by key, so that what nobody asked for is told. Knows no
 * format of projects.
 */
@NullMarked
package dev.skald.deploy.reading;

import org.jspecify.annotations.NullMarked;
