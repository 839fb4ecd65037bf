/** Virtual clock, scripted tasks and journal contract for JUnit. */
@NullMarked
package dev.skald.testkit;

import org.jspecify.annotations.NullMarked;
