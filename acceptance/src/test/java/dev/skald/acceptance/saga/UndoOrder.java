package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What was done later is undone sooner, unless the two stand side by side, or it is not undone at all. */
final class UndoOrder {
    private UndoOrder() {}

    static void check(SagaSample saga, Ledger ledger, String about) {
        for (String effect : ledger.effects())
            if (effect.startsWith("-")) check(saga, ledger, effect.substring(1), about);
    }

    private static void check(SagaSample saga, Ledger ledger, String undone, String about) {
        List<String> effects = ledger.effects();
        int done = effects.indexOf("+" + undone);
        int began = ledger.undoneFrom(undone);
        assertThat(done).as("%s, %s", undone, about).isBetween(0, effects.indexOf("-" + undone) - 1);
        for (String between : effects.subList(Math.min(done, began), began)) {
            String later = between.substring(1);
            boolean ordered = between.startsWith("+")
                    && !later.equals(undone)
                    && saga.undoable(later)
                    && !ledger.stands(later)
                    && saga.inOrder(undone, later);
            if (ordered)
                assertThat(effects.subList(done, began))
                        .as("%s before %s, %s", later, undone, about)
                        .contains("-" + later);
        }
    }
}
