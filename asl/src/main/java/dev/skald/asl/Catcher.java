package dev.skald.asl;

import java.util.List;

/**
 * One element of {@code Catch}.
 *
 * @param output the state's output when this catcher takes the error, evaluated with {@code scope.input} = raw input and
 *     {@code scope.errorOutput} ({@code ResultPath} or {@code Output})
 */
public record Catcher(List<String> errorEquals, String next, Expression<Payload> output) {}
