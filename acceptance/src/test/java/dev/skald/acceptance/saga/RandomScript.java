package dev.skald.acceptance.saga;

import dev.skald.acceptance.saga.Ledger.Outcome;
import java.util.Random;

/**
 * What the participants of a random saga do: the same call at the same visit and attempt always does the same. Now and
 * then one fails for longer than it is repeated. Of every second seed all visits of a step are alike.
 */
record RandomScript(long seed) implements Ledger.Script {
    /** From then on a call succeeds, unless it is one that fails for long. */
    private static final int FAILURES_MAX = 3;

    /** More than the attempts at a compensation or pivot that has no retriers of its own. */
    private static final int FAILURES_LONG = 10;

    @Override
    public Outcome outcome(String call, String visit, int attempt) {
        String which = seed % 2 == 0 ? visit.substring(0, visit.indexOf('#')) : visit;
        Random ever = draw(call, which, -1);
        if (ever.nextInt(16) == 0) return attempt < FAILURES_LONG ? outcome(ever.nextInt(3)) : Outcome.SUCCEEDS;
        return attempt < FAILURES_MAX ? outcome(draw(call, which, attempt).nextInt(18)) : Outcome.SUCCEEDS;
    }

    private Random draw(String call, String visit, int attempt) {
        var random = new Random((seed * 31 + call.hashCode()) * 31 + visit.hashCode() * 17L + attempt);
        random.nextInt();
        return random;
    }

    private Outcome outcome(int drawn) {
        return switch (drawn) {
            case 0, 3 -> Outcome.FAILS;
            case 1 -> seed % 5 == 0 ? Outcome.HAPPENS_ODDLY : Outcome.HAPPENS_UNHEARD;
            case 2 -> Outcome.LOST;
            default -> Outcome.SUCCEEDS;
        };
    }
}
