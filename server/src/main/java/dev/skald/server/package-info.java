/**
 * The AWS API, the figures and the API to read from, over one engine and one port.
 *
 * <p>Start reading at {@link dev.skald.server.SkaldServer}, which puts the parts together: {@code http} listens, {@code
 * access} decides who may ask, {@code aws} speaks AWS's protocol, {@code api} is Skald's own, {@code metrics} counts.
 * Nothing here decides what an execution does.
 */
@NullMarked
package dev.skald.server;

import org.jspecify.annotations.NullMarked;
