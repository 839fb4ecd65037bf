package dev.skald.engine.items;

import dev.skald.asl.Payload;

/**
 * What an {@code ItemReader} asks for, evaluated.
 *
 * @param resource the ARN in {@code Resource}: s3:getObject or s3:listObjectsV2
 * @param arguments {@code Parameters} or {@code Arguments}, an object
 * @param readerConfig {@code ReaderConfig}, an object with {@code MaxItems} as a number; {@code {}} when there is none
 */
public record ReadRequest(String resource, Payload arguments, Payload readerConfig) {}
