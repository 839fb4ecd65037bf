package dev.skald.acceptance.saga.simulation;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One call of a participant: when it takes effect and when it is answered is up to chance. */
final class Call {
    /** The key of an undo is that of the step and this. */
    static final String UNDO = "~undo";

    /** What comes of a call. */
    enum Plan {
        SUCCEEDS(true, true, Effect.NONE),
        /** The participant says no. */
        REFUSES(false, true, Effect.REPORTED),
        /** It never gets there. */
        UNSENT(false, true, Effect.NONE),
        /** It happens, and nobody hears of it. */
        UNHEARD(true, true, Effect.UNCERTAIN),
        LOST(false, true, Effect.UNCERTAIN),
        /** It happens, and there is no answer at all. */
        HANGS_HAPPENED(true, false, Effect.UNCERTAIN),
        HANGS(false, false, Effect.UNCERTAIN);

        final boolean happens;
        final boolean answers;
        final Effect effect;

        Plan(boolean happens, boolean answers, Effect effect) {
            this.happens = happens;
            this.answers = answers;
            this.effect = effect;
        }

        /** Who has taken a task over says what came of it, or nothing. */
        private Plan ofCallback() {
            return switch (this) {
                case SUCCEEDS, REFUSES, HANGS_HAPPENED, HANGS -> this;
                case UNSENT, LOST -> HANGS;
                case UNHEARD -> HANGS_HAPPENED;
            };
        }
    }

    final long sequence;
    final String key;
    final boolean undoes;
    /** Whether the participant goes on by itself and answers by a callback. */
    final boolean callback;

    Plan plan;
    boolean effectPending;
    boolean answerPending;

    Call(long sequence, String key, boolean callback, Plan plan) {
        this.sequence = sequence;
        this.undoes = key.endsWith(UNDO);
        this.key = undoes ? key.substring(0, key.length() - UNDO.length()) : key;
        this.callback = callback;
        this.plan = plan;
        plan(callback ? plan.ofCallback() : plan);
    }

    void plan(Plan next) {
        plan = next;
        effectPending = next.happens;
        answerPending = next.answers;
    }

    static Plan random(Random random) {
        int kind = random.nextInt(20);
        if (kind < 11) return Plan.SUCCEEDS;
        if (kind < 14) return Plan.REFUSES;
        return Plan.values()[2 + kind % 5];
    }

    boolean over() {
        return !effectPending && !answerPending;
    }

    void takeEffect(Participants participants) {
        if (!effectPending) return;
        effectPending = false;
        if (undoes) participants.undo(key);
        else participants.act(key);
    }

    /** Whether it can be answered now: who answers well has done it before. */
    boolean answerable() {
        return answerPending && !(plan == Plan.SUCCEEDS && effectPending);
    }

    /**
     * What its caller makes of the answer.
     *
     * @param n what the participant says, for a Choice
     * @param error null when it is taken for a success
     * @param effect as far as the caller can tell
     */
    Command answer(int n, @Nullable String error, Effect effect) {
        answerPending = false;
        if (error == null || plan == Plan.SUCCEEDS)
            return new Command.CompleteTask(sequence, Payload.ofText("{\"n\": " + n + ", \"id\": \"" + key + "\"}"));
        return new Command.FailTask(sequence, error, "as planned", effect);
    }

    @Override
    public String toString() {
        return (undoes ? "undo " : "call ") + sequence + " " + key + " " + plan;
    }
}
