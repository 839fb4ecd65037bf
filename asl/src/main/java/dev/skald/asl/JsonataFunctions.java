package dev.skald.asl;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.text.ParseException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that must not look at a clock or make
 * randomness of their own: here both come with the decision. {@code $eval} is taken away. Section 1.8.
 */
final class JsonataFunctions {
    /** How many elements {@code $range} may give. */
    private static final int RANGE_MAX = 1_000_000;

    private static final double TWO_TO_THE_53 = 9_007_199_254_740_992.0;

    private record Definition(String signature, BiFunction<JsonataFunctions, List<?>, @Nullable Object> body) {}

    private static final Map<String, Definition> ALL = Map.ofEntries(
            entry("partition", "<an:a>", (_, arguments) -> partition(list(arguments.get(0)), integer(arguments, 1))),
            entry("range", "<nnn:a>", (_, arguments) -> range(arguments)),
            entry("hash", "<s-s:s>", (_, arguments) -> hash(arguments)),
            entry("random", "<n?:n>", JsonataFunctions::random),
            entry("uuid", "<:s>", (functions, _) -> functions.uuid()),
            entry("parse", "<s-:x>", (_, arguments) -> parse(String.valueOf(arguments.get(0)))),
            entry("millis", "<:n>", (functions, _) -> functions.scope.now().toEpochMilli()),
            entry("now", "<s?s?:s>", JsonataFunctions::now),
            entry("shuffle", "<a:a>", (functions, arguments) -> functions.shuffle(list(arguments.get(0)))),
            entry("contains", "<s-(sf):b>", (functions, arguments) -> functions.texts.contains(arguments)),
            entry("match", "<s-f<s:o>n?:a<o>>", (functions, arguments) -> functions.texts.match(arguments)),
            entry("replace", "<s-(sf)(sf)n?:s>", (functions, arguments) -> functions.texts.replace(arguments)),
            entry("split", "<s-(sf)n?:a<s>>", (functions, arguments) -> functions.texts.split(arguments)),
            entry("substring", "<s-nn?:s>", (_, arguments) -> JsonataTexts.substring(arguments)),
            entry("pad", "<s-ns?:s>", (functions, arguments) -> functions.texts.pad(arguments)),
            entry("join", "<a<s>s?:s>", (functions, arguments) -> functions.texts.join(arguments)),
            entry("string", "<x-b?:s>", (functions, arguments) -> functions.texts.string(arguments)),
            entry("number", "<(nsb)-:n>", (_, arguments) -> JsonataTexts.number(arguments)),
            entry("encodeUrl", "<s-:s>", (_, arguments) -> JsonataTexts.encodeUrl(arguments)),
            entry("distinct", "<x:x>", (_, arguments) -> JsonataLists.distinct(arguments)),
            entry("toMillis", "<s-s?:n>", (_, arguments) -> toMillis(arguments)),
            entry("fromMillis", "<n-s?s?:s>", (_, arguments) -> fromMillis(arguments)),
            entry("formatInteger", "<n-s:s>", (_, arguments) -> formatInteger(arguments)),
            entry("sort", "<af?:a>", (functions, arguments) -> functions.lists.sort(arguments)));

    private final Scope scope;
    private final JsonataTexts texts;
    private final JsonataLists lists;

    JsonataFunctions(Scope scope, JsonataBounds bounds) {
        this.scope = scope;
        this.texts = new JsonataTexts(bounds);
        this.lists = new JsonataLists(bounds);
    }

    private static Map.Entry<String, Definition> entry(
            String name, String signature, BiFunction<JsonataFunctions, List<?>, @Nullable Object> body) {
        return Map.entry(name, new Definition(signature, body));
    }

    /** Binds those that an expression names. */
    void bind(Frame frame, Set<String> named) {
        frame.bind("eval", (Object) null);
        ALL.forEach((name, each) -> {
            if (named.contains(name))
                bind(frame, name, each.signature(), arguments -> each.body().apply(this, arguments));
        });
    }

    /** Gives what it gets, if that can be called; its second argument is the name that was called, if it was a plain one. */
    static JFunction callee() {
        return new JFunction((_, arguments) -> callee(arguments), null);
    }

    private static Object callee(List<?> arguments) {
        Object called = arguments.get(0);
        if (called instanceof JFunctionCallable || Functions.isLambda(called)) return called;
        boolean forgotten = called == null && arguments.size() > 1;
        throw forgotten ? new JException("T1005", -1, arguments.get(1)) : new JException("T1006", -1);
    }

    private interface Body {
        @Nullable
        Object apply(List<?> arguments);
    }

    private static void bind(Frame frame, String name, String signature, Body body) {
        JFunctionCallable call = (_, arguments) -> body.apply(arguments);
        frame.bind(name, new JFunction(call, signature));
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) return list;
        throw new JException("T0410", -1, 1, "array");
    }

    private static long integer(List<?> arguments, int at) {
        if (arguments.get(at) instanceof Number number) return (long) Math.floor(number.doubleValue());
        throw new JException("T0410", -1, at + 1, "number");
    }

    private static boolean absent(List<?> arguments, int at) {
        return arguments.size() <= at || arguments.get(at) == null;
    }

    private static List<List<?>> partition(List<?> list, long size) {
        if (size <= 0) throw new JException("The chunk size must be positive", -1);
        List<List<?>> chunks = new ArrayList<>();
        int step = (int) Math.min(size, Integer.MAX_VALUE);
        for (int from = 0; from < list.size(); from = from > Integer.MAX_VALUE - step ? list.size() : from + step)
            chunks.add(new ArrayList<>(list.subList(from, (int) Math.min(list.size(), (long) from + step))));
        return chunks;
    }

    private static List<Long> range(List<?> arguments) {
        long first = integer(arguments, 0);
        long last = integer(arguments, 1);
        long step = integer(arguments, 2);
        if (step == 0) throw new JException("The step must not be 0", -1);
        List<Long> range = new ArrayList<>();
        for (long at = first; step > 0 ? at <= last : at >= last; at += step) {
            if (range.size() == RANGE_MAX) throw new JException("The range is too long", -1);
            range.add(at);
        }
        return range;
    }

    private static String hash(List<?> arguments) {
        String algorithm = absent(arguments, 1) ? "SHA-256" : String.valueOf(arguments.get(1));
        String hash = StringFunctions.hex(String.valueOf(arguments.get(0)), algorithm);
        if (hash == null) throw new JException("Unknown hash algorithm: " + algorithm, -1);
        return hash;
    }

    private double random(List<?> arguments) {
        if (absent(arguments, 0)) return (scope.entropy().nextLong() >>> 11) / TWO_TO_THE_53;
        return (mixed(integer(arguments, 0)) >>> 11) / TWO_TO_THE_53;
    }

    /** SplitMix64's finishing step: near seeds give far numbers. */
    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private String uuid() {
        long most = (scope.entropy().nextLong() & ~0xF000L) | 0x4000L;
        long least = (scope.entropy().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }

    private static @Nullable Object parse(String text) {
        try {
            JsonNode value = Json.parse(text);
            return value.isNull() ? Jsonata.NULL_VALUE : JsonataValues.of(value);
        } catch (MalformedJson e) {
            throw new JException("The argument of function \"parse\" is no JSON", -1);
        }
    }

    private String now(List<?> arguments) {
        String picture = absent(arguments, 0) ? null : String.valueOf(arguments.get(0));
        String zone = absent(arguments, 1) ? null : String.valueOf(arguments.get(1));
        return Functions.dateTimeFromMillis(
                scope.now().toEpochMilli(), picture == null ? null : picture(picture), zone);
    }

    /** Widths that no date and no number needs: they would be filled up. */
    private static final Pattern TOO_WIDE = Pattern.compile("[,-]\\s*\\d{3,}");

    /** How long a picture, and a text read by one, may be. */
    private static final int PICTURE_MAX = 256;

    private static String picture(Object picture) {
        String text = String.valueOf(picture);
        if (text.length() <= PICTURE_MAX && !TOO_WIDE.matcher(text).find()) return text;
        throw new JException("The picture string is too long", -1);
    }

    private static @Nullable Object toMillis(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        String picture = absent(arguments, 1) ? null : picture(arguments.get(1));
        if (text.length() > PICTURE_MAX) throw new JException("D3110", -1, text.substring(0, PICTURE_MAX));
        try {
            return Functions.dateTimeToMillis(text, picture);
        } catch (DateTimeException | ParseException e) {
            throw new JException("D3110", -1, text);
        }
    }

    private static @Nullable Object fromMillis(List<?> arguments) {
        if (!(arguments.get(0) instanceof Number millis)) return null;
        String picture = absent(arguments, 1) ? null : picture(arguments.get(1));
        String zone = absent(arguments, 2) ? null : String.valueOf(arguments.get(2));
        return Functions.dateTimeFromMillis(millis, picture, zone);
    }

    private static @Nullable Object formatInteger(List<?> arguments) {
        return arguments.get(0) instanceof Number number
                ? Functions.formatInteger(number, picture(arguments.get(1)))
                : null;
    }

    private List<@Nullable Object> shuffle(List<?> list) {
        List<@Nullable Object> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = (int) Long.remainderUnsigned(scope.entropy().nextLong(), i + 1);
            shuffled.set(i, shuffled.set(j, shuffled.get(i)));
        }
        return shuffled;
    }
}
