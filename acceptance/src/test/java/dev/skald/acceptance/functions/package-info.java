/** Functions as processes, called by executions and by AWS clients, through the whole house. */
package dev.skald.acceptance.functions;
