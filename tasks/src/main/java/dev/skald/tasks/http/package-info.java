/** Tasks that call HTTP endpoints: {@code http:invoke}, with connections. Section 2.5 of the reference. */
@NullMarked
package dev.skald.tasks.http;

import org.jspecify.annotations.NullMarked;
