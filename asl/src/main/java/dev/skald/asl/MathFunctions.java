package dev.skald.asl;

import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The intrinsic functions over numbers. */
final class MathFunctions {
    private MathFunctions() {}

    /** An integer from the first number, included, to the second, excluded; the same for the same seed. */
    static JsonNode mathRandom(IntrinsicArguments arguments) {
        long first = arguments.integer(0);
        long bound = arguments.integer(1);
        if (first >= bound) throw arguments.failure("The start number must be less than the end number.");
        return Json.number(random(arguments).nextLong(first, bound));
    }

    private static RandomGenerator random(IntrinsicArguments arguments) {
        return arguments.count() == 3 ? seeded(arguments.integer(2)) : arguments.entropy()::nextLong;
    }

    /** SplitMix64: the same numbers for the same seed, on every Java. */
    private static RandomGenerator seeded(long seed) {
        long[] state = {seed};
        return () -> {
            long z = state[0] += 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        };
    }

    static JsonNode mathAdd(IntrinsicArguments arguments) {
        try {
            return Json.number(Math.addExact(arguments.integer(0), arguments.integer(1)));
        } catch (ArithmeticException _) {
            throw arguments.failure("The sum is out of range.");
        }
    }
}
