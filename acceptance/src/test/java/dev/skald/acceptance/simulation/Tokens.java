package dev.skald.acceptance.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The callback tokens that workers and functions were ever given, and for which of them a result was acknowledged. */
final class Tokens {
    private final Random random;
    private final List<String> given = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();

    Tokens(Random random) {
        this.random = random;
    }

    void given(String token) {
        if (!given.contains(token)) given.add(token);
    }

    /** Any token, old or new. */
    Optional<String> any() {
        if (given.isEmpty()) return Optional.empty();
        int newest = given.size() - 1;
        return Optional.of(given.get(random.nextBoolean() ? newest : random.nextInt(given.size())));
    }

    List<String> all() {
        return List.copyOf(given);
    }

    boolean isAcknowledged(String token) {
        return acknowledged.contains(token);
    }

    /** @throws Invariant.Violation at the second time */
    void acknowledge(String token) {
        if (!acknowledged.add(token))
            throw Invariant.RESULT_ONCE.violated("two results for one token were acknowledged");
    }
}
