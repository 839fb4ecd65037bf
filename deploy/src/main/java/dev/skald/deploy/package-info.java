/**
 * Reads project files: Serverless Framework, SAM, CDK cloud assemblies, folders of ASL. Each becomes an {@link
 * dev.skald.deploy.Application}; nothing is started here.
 */
@NullMarked
package dev.skald.deploy;

import org.jspecify.annotations.NullMarked;
