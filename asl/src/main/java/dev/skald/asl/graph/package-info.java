/**
 * Definitions as pictures: what states there are and how control may go between them, laid out in layers from top to bottom. A definition need
 * not be valid, so that it can be looked at while it is written.
 *
 * <p>Start reading at {@link dev.skald.asl.graph.Graph}; {@link dev.skald.asl.graph.GraphSvg} and {@link
 * dev.skald.asl.graph.GraphMermaid} write it down.
 */
@NullMarked
package dev.skald.asl.graph;

import org.jspecify.annotations.NullMarked;
