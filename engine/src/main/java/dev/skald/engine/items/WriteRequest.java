package dev.skald.engine.items;

import dev.skald.asl.Payload;

/**
 * What a {@code ResultWriter} asks for, evaluated.
 *
 * @param resource the ARN in {@code Resource}: s3:putObject
 * @param arguments {@code Parameters} or {@code Arguments}, an object with Bucket and Prefix
 * @param writerConfig {@code WriterConfig}, an object; {@code {}} when there is none
 * @param mapRunArn whose results they are; the last part of the ARN names the folder
 */
public record WriteRequest(String resource, Payload arguments, Payload writerConfig, String mapRunArn) {}
