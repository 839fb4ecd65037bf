/** Tests of the language: small ones per class, recorded AWS behaviour, fuzz and properties. */
@NullMarked
package dev.skald.asl;

import org.jspecify.annotations.NullMarked;
