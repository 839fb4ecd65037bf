/** Ports through which a Distributed Map reads its items and writes its results. Section 1.11 of the reference. */
@NullMarked
package dev.skald.engine.items;

import org.jspecify.annotations.NullMarked;
