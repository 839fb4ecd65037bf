/**
 * Functions as processes: each runs a handler of a project, in whatever language, through the Lambda Runtime API
 * (section 7.2 of the reference).
 */
@NullMarked
package dev.skald.tasks.functions;

import org.jspecify.annotations.NullMarked;
