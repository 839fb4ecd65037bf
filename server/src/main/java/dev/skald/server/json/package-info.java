/**
 * JSON as the server reads and writes it. {@link dev.skald.server.json.JsonReader} reads requests, {@link
 * dev.skald.server.json.JsonWriter} writes answers without building a tree.
 */
@NullMarked
package dev.skald.server.json;

import org.jspecify.annotations.NullMarked;
