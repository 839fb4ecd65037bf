package dev.skald.server.templates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** {@code $util}. */
final class UtilFunctions implements TemplateObject {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    @Override
    public @Nullable Object get(String property) {
        throw new TemplateException("$util has no property " + property);
    }

    @Override
    public String toString() {
        return "$util";
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        if (arguments.count() != 1) throw arguments.unknown("$util");
        Object argument = arguments.at(0);
        if (argument == null) return method.equals("escapeJavaScript") ? "" : null;
        String text = arguments.text(0);
        TemplateBudget budget = TemplateBudget.current();
        return switch (method) {
            case "escapeJavaScript" -> budget.text(escaped(text));
            case "parseJson" -> parsed(budget.text(text));
            case "urlEncode" -> budget.text(URLEncoder.encode(text, UTF_8));
            case "urlDecode" -> budget.text(decoded(text));
            case "base64Encode" -> budget.text(Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
            case "base64Decode" -> budget.text(new String(base64(text), UTF_8));
            default -> throw arguments.unknown("$util");
        };
    }

    private static @Nullable Object parsed(String text) {
        try {
            return TemplateValues.of(Json.parse(text));
        } catch (MalformedJson malformed) {
            throw new TemplateException("$util.parseJson got no JSON: " + malformed.message());
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new TemplateException("$util.urlDecode got broken percent-encoding");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException wrong) {
            throw new TemplateException("$util.base64Decode got no base64");
        }
    }

    /** As within a string of JavaScript: the apostrophe too, which JSON does not know as an escape. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) escape(text.charAt(i), out);
        return out.toString();
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case '\'', '"', '\\', '/' -> out.append('\\').append(c);
            default -> plain(c, out);
        }
    }

    private static void plain(char c, StringBuilder out) {
        if (c >= ' ' && c < 0x7F) out.append(c);
        else out.append("\\u").append(HEX.toHexDigits(c));
    }
}
