package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The 18 intrinsic functions: their names, how many arguments they take, and what they do. */
enum IntrinsicFunction {
    Format(1, Integer.MAX_VALUE, StringFunctions::format),
    StringToJson(1, 1, StringFunctions::stringToJson),
    JsonToString(1, 1, StringFunctions::jsonToString),
    StringSplit(2, 2, StringFunctions::stringSplit),
    Base64Encode(1, 1, StringFunctions::base64Encode),
    Base64Decode(1, 1, StringFunctions::base64Decode),
    Hash(2, 2, StringFunctions::hash),
    UUID(0, 0, StringFunctions::uuid),
    Array(0, Integer.MAX_VALUE, ArrayFunctions::array),
    ArrayPartition(2, 2, ArrayFunctions::arrayPartition),
    ArrayContains(2, 2, ArrayFunctions::arrayContains),
    ArrayRange(3, 3, ArrayFunctions::arrayRange),
    ArrayGetItem(2, 2, ArrayFunctions::arrayGetItem),
    ArrayLength(1, 1, ArrayFunctions::arrayLength),
    ArrayUnique(1, 1, ArrayFunctions::arrayUnique),
    JsonMerge(3, 3, ArrayFunctions::jsonMerge),
    MathRandom(2, 3, MathFunctions::mathRandom),
    MathAdd(2, 2, MathFunctions::mathAdd);

    private static final String PREFIX = "States.";

    /** The functions that may stand in {@code ErrorPath} and {@code CausePath}: those whose result is a string. */
    static final List<IntrinsicFunction> GIVING_STRINGS =
            List.of(ArrayGetItem, Base64Encode, Base64Decode, Format, JsonToString, Hash, UUID);

    private final int least;
    private final int most;
    private final Body body;

    @FunctionalInterface
    private interface Body {
        JsonNode apply(IntrinsicArguments arguments);
    }

    IntrinsicFunction(int least, int most, Body body) {
        this.least = least;
        this.most = most;
        this.body = body;
    }

    /** The function called {@code States.Name}; null when there is none. Names are case-sensitive. */
    static @Nullable IntrinsicFunction named(String name) {
        for (IntrinsicFunction function : values()) {
            if (name.length() == PREFIX.length() + function.name().length()
                    && name.startsWith(PREFIX)
                    && name.endsWith(function.name())) return function;
        }
        return null;
    }

    boolean takes(int arguments) {
        return arguments >= least && arguments <= most;
    }

    /** @throws EvaluationException {@code States.IntrinsicFailure} */
    JsonNode apply(IntrinsicArguments arguments) {
        return body.apply(arguments);
    }
}
