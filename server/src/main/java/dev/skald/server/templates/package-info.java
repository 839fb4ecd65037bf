/**
 * Mapping templates of Amazon API Gateway: the Velocity Template Language with {@code $input}, {@code $util}, {@code
 * $context} and {@code $stageVariables}. Start at {@link dev.skald.server.templates.Templates}.
 *
 * <p>Whoever writes a template is the project; what it reads is the caller's. So a template reaches no Java class and calls
 * no method but those listed in {@code TemplateValues}, without reflection, and everything it does is counted. This package
 * knows neither HTTP nor executions.
 */
@NullMarked
package dev.skald.server.templates;

import org.jspecify.annotations.NullMarked;
