/**
 * Who may ask this server: {@link dev.skald.server.access.Hosts} keeps web pages out that someone visits, {@link
 * dev.skald.server.access.Secrets} asks for one of the secrets in the token file, which AWS clients prove to know by {@link
 * dev.skald.server.access.SigV4} and others send as a Bearer token.
 *
 * <p>Start reading at {@link dev.skald.server.access.Secrets}. This package must never answer a request itself.
 */
@NullMarked
package dev.skald.server.access;

import org.jspecify.annotations.NullMarked;
