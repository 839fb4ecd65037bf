/**
 * The integrations against real servers: DynamoDB Local, S3Mock and ElasticMQ, each started as a process of its own with a class
 * path of its own, which the Maven project of its name under {@code acceptance/services} writes.
 */
@NullMarked
package dev.skald.acceptance.services;

import org.jspecify.annotations.NullMarked;
