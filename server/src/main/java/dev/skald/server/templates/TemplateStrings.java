package dev.skald.server.templates;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The methods of a string, as Java has them; those with regular expressions and those that make texts are counted. */
final class TemplateStrings {
    private TemplateStrings() {}

    static @Nullable Object call(String text, Arguments arguments) {
        return switch (arguments.count()) {
            case 0 -> call0(text, arguments);
            case 1 -> call1(text, arguments);
            case 2 -> call2(text, arguments);
            default -> throw arguments.unknown("a string");
        };
    }

    private static Object call0(String text, Arguments arguments) {
        return switch (arguments.method()) {
            case "length" -> text.length();
            case "isEmpty" -> text.isEmpty();
            case "isBlank" -> text.isBlank();
            case "trim" -> text.trim();
            case "strip" -> text.strip();
            case "stripLeading" -> text.stripLeading();
            case "stripTrailing" -> text.stripTrailing();
            case "toUpperCase" -> made(text.toUpperCase(Locale.ROOT));
            case "toLowerCase" -> made(text.toLowerCase(Locale.ROOT));
            case "toString", "intern" -> text;
            case "hashCode" -> text.hashCode();
            default -> throw arguments.unknown("a string");
        };
    }

    private static Object call1(String text, Arguments arguments) {
        return switch (arguments.method()) {
            case "equals" -> text.equals(arguments.at(0));
            case "equalsIgnoreCase" -> text.equalsIgnoreCase(arguments.text(0));
            case "compareTo" -> text.compareTo(arguments.text(0));
            case "compareToIgnoreCase" -> text.compareToIgnoreCase(arguments.text(0));
            case "contains" -> text.contains(arguments.text(0));
            case "startsWith" -> text.startsWith(arguments.text(0));
            case "endsWith" -> text.endsWith(arguments.text(0));
            case "indexOf" -> text.indexOf(arguments.text(0));
            case "lastIndexOf" -> text.lastIndexOf(arguments.text(0));
            case "charAt" -> String.valueOf(text.charAt(arguments.whole(0)));
            case "substring" -> made(text.substring(arguments.whole(0)));
            case "concat" -> concat(text, arguments.text(0));
            case "matches" -> matcher(arguments.text(0), text).matches();
            case "split" -> split(text, arguments.text(0), 0);
            case "repeat" -> repeat(text, arguments.whole(0));
            default -> throw arguments.unknown("a string");
        };
    }

    private static Object call2(String text, Arguments arguments) {
        return switch (arguments.method()) {
            case "substring", "subSequence" -> made(text.substring(arguments.whole(0), arguments.whole(1)));
            case "indexOf" -> text.indexOf(arguments.text(0), arguments.whole(1));
            case "lastIndexOf" -> text.lastIndexOf(arguments.text(0), arguments.whole(1));
            case "startsWith" -> text.startsWith(arguments.text(0), arguments.whole(1));
            case "replace" -> replace(text, arguments.text(0), arguments.text(1));
            case "replaceAll" -> replaced(text, arguments, Integer.MAX_VALUE);
            case "replaceFirst" -> replaced(text, arguments, 1);
            case "split" -> split(text, arguments.text(0), arguments.whole(1));
            default -> throw arguments.unknown("a string");
        };
    }

    private static String made(String text) {
        return TemplateBudget.current().text(text);
    }

    private static String concat(String text, String more) {
        TemplateBudget.current().text((long) text.length() + more.length());
        return text + more;
    }

    private static String repeat(String text, int times) {
        if (times < 0) throw new TemplateException("a string cannot be repeated " + times + " times");
        TemplateBudget.current().text((long) text.length() * times);
        return text.repeat(times);
    }

    private static String replace(String text, String old, String with) {
        long found = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        long grows = Math.max(0, with.length() - old.length());
        TemplateBudget.current().text(text.length() + found * grows);
        return text.replace(old, with);
    }

    private static String replaced(String text, Arguments arguments, int times) {
        Matcher matcher = matcher(arguments.text(0), text);
        String with = arguments.text(1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < times && matcher.find(); i++) {
            append(matcher, out, with);
            TemplateBudget.current().step();
            if (out.length() > TemplateBudget.TEXT_MAX) made(out.toString());
        }
        return made(matcher.appendTail(out).toString());
    }

    private static void append(Matcher matcher, StringBuilder out, String with) {
        try {
            matcher.appendReplacement(out, with);
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new TemplateException("the replacement '" + with + "' is none: " + wrong.getMessage());
        }
    }

    private static CountedList split(String text, String regex, int limit) {
        TemplateBudget.current().text(text.length());
        return CountedList.of(List.of(pattern(regex).split(counted(text), limit)));
    }

    private static Matcher matcher(String regex, String text) {
        return pattern(regex).matcher(counted(text));
    }

    private static CharSequence counted(String text) {
        return new CountedText(text, TemplateBudget.current()::regexChar);
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException | StackOverflowError wrong) {
            throw new TemplateException("'" + regex + "' is no regular expression");
        }
    }
}
