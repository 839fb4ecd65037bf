package dev.skald.acceptance.saga;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Whoever answers what waits: by the seed, and the same of the same visit, however it was told. */
final class Person {
    private static final int ASKED_MAX = 2;

    private final long seed;
    private final Ledger ledger;
    private final Map<String, Integer> asked = new HashMap<>();
    private boolean abandoned;
    private boolean redriven;

    Person(long seed, Ledger ledger) {
        this.seed = seed;
        this.ledger = ledger;
    }

    void answer(Waiting waiting) {
        int times = asked.merge(waiting.kind() + waiting.visit(), 1, Integer::sum);
        var random = new Random(seed * 31 + waiting.visit().hashCode() * 17L + times);
        random.nextInt();
        boolean again = times <= ASKED_MAX && random.nextBoolean();
        if (waiting.kind() == Waiting.Kind.FAILURE && random.nextInt(3) == 0) redrive(waiting);
        else if (random.nextInt(8) == 0) abandon(waiting);
        else if (again && waiting.kind() != Waiting.Kind.FAILURE)
            waiting.answers().again();
        else settle(waiting, random.nextBoolean());
    }

    private void abandon(Waiting waiting) {
        abandoned = true;
        waiting.answers().abandon();
    }

    private void redrive(Waiting waiting) {
        redriven = true;
        waiting.answers().again();
    }

    private void settle(Waiting waiting, boolean fair) {
        switch (waiting.kind()) {
            case COMPENSATION -> {
                if (fair) ledger.undoneByHand(waiting.visit());
                waiting.answers().settled();
            }
            case PIVOT -> {
                if (ledger.stands(waiting.visit())) waiting.answers().settled();
                else waiting.answers().notHappened();
            }
            case RETRIABLE -> {
                ledger.doneByHand(waiting.visit());
                waiting.answers().settled();
            }
            case FAILURE -> waiting.answers().settled();
        }
    }

    /** Whether an execution shall go on with its failure as if it were new. */
    boolean redriven() {
        return redriven;
    }

    boolean asked() {
        return !asked.isEmpty();
    }

    /** Whether an execution was given up. */
    boolean abandoned() {
        return abandoned;
    }
}
