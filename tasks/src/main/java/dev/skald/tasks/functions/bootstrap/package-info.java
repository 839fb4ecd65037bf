/**
 * Runs a handler in Java through the Lambda Runtime API, in the function's own process: {@link
 * dev.skald.tasks.functions.bootstrap.Bootstrap} is its main class.
 *
 * <p>Only the JDK and Jackson are there beside these classes: this package must never use another one of Skald. The function's
 * classes have a class loader of their own that sees neither; what AWS's interfaces need is made by proxies.
 */
@NullMarked
package dev.skald.tasks.functions.bootstrap;

import org.jspecify.annotations.NullMarked;
