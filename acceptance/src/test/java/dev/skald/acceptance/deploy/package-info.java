/** Projects of others, deployed and run as a user does it: {@code skald dev} in a process of its own. */
@NullMarked
package dev.skald.acceptance.deploy;

import org.jspecify.annotations.NullMarked;
