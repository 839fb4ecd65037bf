package dev.skald.acceptance.simulation;

import java.util.Random;

/** How likely each fault is under a seed. Every seed has its own mixture; some have none of a kind. */
final class Faults {
    private static final int PER_MILLE = 1_000;

    private final Random random;
    private final int crashBefore;
    private final int crashAfter;
    private final int crashBetween;
    private final int failBefore;
    private final int failAfter;
    private final int crashReading;
    private final int failReading;
    private final int hold;
    private boolean over;

    Faults(Random random) {
        this.random = random;
        crashBefore = odds(30);
        crashAfter = odds(30);
        crashBetween = odds(8);
        failBefore = odds(20);
        failAfter = odds(20);
        crashReading = odds(16);
        failReading = odds(16);
        hold = odds(400);
    }

    private int odds(int most) {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(most);
    }

    boolean crashBefore() {
        return occurs(crashBefore);
    }

    boolean crashAfter() {
        return occurs(crashAfter);
    }

    boolean crashBetween() {
        return occurs(crashBetween);
    }

    boolean failBefore() {
        return occurs(failBefore);
    }

    boolean failAfter() {
        return occurs(failAfter);
    }

    boolean crashReading() {
        return occurs(crashReading);
    }

    boolean failReading() {
        return occurs(failReading);
    }

    /** Whether a task call hangs until someone lets it go on. */
    boolean hold() {
        return occurs(hold);
    }

    private boolean occurs(int perMille) {
        return !over && perMille > 0 && random.nextInt(PER_MILLE) < perMille;
    }

    /** From now on all goes well. */
    void end() {
        over = true;
    }
}
