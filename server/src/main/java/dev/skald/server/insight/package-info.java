/**
 * What the console computes of what the engine tells: how machines have been doing, what their inputs look like, how a
 * definition changes. Pure: never asks a store, nor knows HTTP. Start reading at {@link
 * dev.skald.server.insight.RecentRuns}.
 */
@NullMarked
package dev.skald.server.insight;

import org.jspecify.annotations.NullMarked;
