/** Projects of the Serverless Framework as their users run them: really read, with functions that really run. */
@NullMarked
package dev.skald.acceptance.projects;

import org.jspecify.annotations.NullMarked;
