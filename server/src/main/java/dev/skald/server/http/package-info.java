/**
 * HTTP in the words the rest of the server uses: a {@link dev.skald.server.http.Request} comes in, an
 * {@link dev.skald.server.http.Answer} goes out, an {@link dev.skald.server.http.Endpoint} is between them.
 *
 * <p>{@link dev.skald.server.http.HttpListener} and {@code WatchedEndPoint} are the only files of Skald that know Jetty. This package must never know
 * what Step Functions is.
 */
@NullMarked
package dev.skald.server.http;

import org.jspecify.annotations.NullMarked;
