/**
 * Projects of the Serverless Framework with the plugin serverless-step-functions: section 8 of the reference. {@link
 * dev.skald.deploy.serverless.ServerlessProject} is the entrance; {@link dev.skald.deploy.serverless.Variables} resolves {@code
 * ${...}} before anything else looks at a value.
 */
@NullMarked
package dev.skald.deploy.serverless;

import org.jspecify.annotations.NullMarked;
