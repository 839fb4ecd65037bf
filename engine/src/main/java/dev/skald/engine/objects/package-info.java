/**
 * Objects by bucket and key, as S3 has them: what a Distributed Map reads its items from and writes its results to.
 *
 * <p>The port is {@link dev.skald.engine.objects.ObjectStore}; {@link dev.skald.engine.objects.FolderObjects} keeps objects
 * in a local folder. Nothing here knows formats: those are read and written by module {@code tasks}.
 */
@NullMarked
package dev.skald.engine.objects;

import org.jspecify.annotations.NullMarked;
