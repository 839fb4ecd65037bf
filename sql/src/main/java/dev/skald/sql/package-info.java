/**
 * The store on SQL: the journal and the catalogue in a SQLite file. Finds out what is stored; decides nothing, and never looks
 * into a chunk.
 *
 * <p>Start at {@link dev.skald.sql.SqlStore}; the schema is in the resources beside this package. What differs between
 * databases is in {@link dev.skald.sql.Dialect} and nowhere else.
 */
@NullMarked
package dev.skald.sql;

import org.jspecify.annotations.NullMarked;
