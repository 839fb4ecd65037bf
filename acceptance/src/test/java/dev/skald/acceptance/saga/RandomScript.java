package dev.skald.acceptance.saga;

import dev.skald.acceptance.saga.Ledger.Outcome;
import java.util.Random;

/** What the participants of a random saga do: the same call at the same visit and attempt always does the same. */
record RandomScript(long seed) implements Ledger.Script {
    /** From then on every call succeeds, so that no compensation and no pivot is given up. */
    private static final int FAILURES_MAX = 3;

    @Override
    public Outcome outcome(String call, String visit, int attempt) {
        if (attempt >= FAILURES_MAX) return Outcome.SUCCEEDS;
        var random = new Random((seed * 31 + call.hashCode()) * 31 + visit.hashCode() * 17L + attempt);
        random.nextInt();
        return switch (random.nextInt(16)) {
            case 0, 1 -> Outcome.FAILS;
            case 2 -> Outcome.HAPPENS_UNHEARD;
            case 3 -> Outcome.LOST;
            default -> Outcome.SUCCEEDS;
        };
    }
}
