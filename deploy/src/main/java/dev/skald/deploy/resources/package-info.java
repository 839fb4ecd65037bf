/**
 * Creates what a project wants to be there, at the configured endpoints of AWS services: {@link
 * dev.skald.deploy.resources.ResourceCreation}. Nothing is ever deleted or emptied, and nothing is created at AWS itself.
 */
@NullMarked
package dev.skald.deploy.resources;

import org.jspecify.annotations.NullMarked;
