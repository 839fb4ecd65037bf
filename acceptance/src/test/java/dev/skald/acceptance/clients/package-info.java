/**
 * The clients that people have: boto3, the AWS CLI, the AWS SDK for JavaScript. Each is the real one, in a process of its own,
 * and runs a script of {@code src/test/resources/clients} against a server of ours. (The AWS SDK for Java is in {@code api}.)
 *
 * <p>A client that is not installed is skipped with a word. Start reading at
 * {@link dev.skald.acceptance.clients.ClientServer}, whose functions the scripts' machines call.
 */
@NullMarked
package dev.skald.acceptance.clients;

import org.jspecify.annotations.NullMarked;
