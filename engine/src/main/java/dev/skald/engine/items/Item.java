package dev.skald.engine.items;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One item.
 *
 * @param key its name, when the items are the members of an object; null otherwise
 * @param source {@code Map.Item.Source} of the context object: {@code STATE_DATA}, or {@code S3://bucket/key}
 */
public record Item(@Nullable String key, Payload value, String source) {}
