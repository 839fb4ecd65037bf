package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.SagaExport;
import dev.skald.asl.SagaExport.Code;
import dev.skald.asl.SagaExport.Result;
import dev.skald.asl.SagaExport.Warning;
import dev.skald.core.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The same random sagas against the same participants, once as they are and once exported: the end is the same, and so is what
 * stands of every visit of every step, and what its compensation was told. A warning of the export takes out the scenarios
 * in which what it speaks of happened and made a difference ({@link Exclusion}); these are counted.
 */
class ExportDifferenceTest {
    private static final int SAGAS = 500;
    private static final int COMPARED_MIN = 300;
    private static final int PATH_SAGAS = 200;
    private static final int PATH_COMPARED_MIN = 120;
    private static final int STOP_ONE_IN = 25;

    private final Map<Code, Integer> takenOut = new EnumMap<>(Code.class);
    private final Map<String, Integer> compared = new TreeMap<>();

    @Test
    void shouldHaveTheSameEffects() {
        for (long seed = 0; seed < SAGAS; seed++) compare(seed, RandomSaga.of(seed));

        assertThat(sagas()).as(summary()).isGreaterThanOrEqualTo(COMPARED_MIN);
        assertThat(takenOut)
                .as(summary())
                .containsKeys(
                        Code.STOP,
                        Code.EXECUTION_TIMEOUT,
                        Code.RUNTIME_ERROR,
                        Code.DRAIN,
                        Code.UNCERTAIN_BY_NAME,
                        Code.UNCAUGHT_EVALUATION,
                        Code.KEY_NOT_SENT,
                        Code.KEY_IN_LOOP,
                        Code.PARK_ON_FAILURE);
        assertThat(compared.get("a branch failed")).as(summary()).isGreaterThan(40);
        assertThat(compared.get("a person was asked")).as(summary()).isGreaterThan(20);
        assertThat(compared.get("told the same")).as(summary()).isGreaterThan(COMPARED_MIN / 2);
    }

    @Test
    void shouldHaveTheSameEffectsInJsonPath() {
        for (long seed = 0; seed < PATH_SAGAS; seed++) compare(seed, RandomPathSaga.of(seed));

        assertThat(sagas()).as(summary()).isGreaterThanOrEqualTo(PATH_COMPARED_MIN);
        assertThat(takenOut)
                .as(summary())
                .containsKeys(Code.STOP, Code.RUNTIME_ERROR, Code.JSONPATH_LOOP, Code.JSONPATH_SCOPE);
        assertThat(compared.get("a person was asked")).as(summary()).isGreaterThan(10);
        assertThat(compared.get("told the same")).as(summary()).isGreaterThan(PATH_COMPARED_MIN / 2);
    }

    private int sagas() {
        return compared.getOrDefault("sagas", 0);
    }

    private String summary() {
        return "compared %s, taken out %s".formatted(compared, takenOut);
    }

    private void compare(long seed, SagaSample saga) {
        if (!(SagaExport.toAsl(saga.definition(), new SagaExport.Park.Function("park"))
                instanceof Result.Exported export)) throw new AssertionError(seed + ": " + saga.definition());
        boolean stop = seed % STOP_ONE_IN == 0;
        ComparedRun own = ComparedRun.of(saga, saga.definition(), seed, stop);
        ComparedRun exported = ComparedRun.of(saga, export.definition(), seed, stop);
        var about = "seed " + seed + "\nown " + own + "\nexported " + exported + "\n" + saga.definition();
        UndoOrder.check(saga, own.ledger(), about);
        UndoOrder.check(saga, exported.ledger(), about);
        var exclusion = new Exclusion(saga, export.warnings(), own, exported);
        Set<Code> codes = exclusion.codes();
        assertThat(warned(export.warnings())).as(about).containsAll(codes);
        codes.forEach(code -> takenOut.merge(code, 1, Integer::sum));
        if (codes.isEmpty()) compare(exclusion, about);
    }

    private static Set<Code> warned(List<Warning> warnings) {
        return warnings.stream().map(Warning::code).collect(Collectors.toSet());
    }

    private void compare(Exclusion exclusion, String about) {
        ComparedRun own = exclusion.own();
        ComparedRun exported = exclusion.exported();
        count(own, exported);
        if (own.abandoned()) assertThat(exported.abandoned()).as(about).isTrue();
        else assertSameEnd(own, exported, about);
        assertThat(exported.ledger().standing())
                .as(about)
                .isEqualTo(own.ledger().standing());
        if (own.status() == Status.FAILED && !own.abandoned()) checkUndone(exclusion.saga(), exported, about);
        checkTold(exclusion, about);
    }

    private void count(ComparedRun own, ComparedRun exported) {
        count("sagas");
        count(own.status().toString());
        if (!exported.branchErrors().isEmpty()) count("a branch failed");
        if (own.asked()) count("a person was asked");
    }

    private void count(String what) {
        compared.merge(what, 1, Integer::sum);
    }

    /** Who gives a saga up has Skald abort it; the exported one can only fail. */
    private static void assertSameEnd(ComparedRun own, ComparedRun exported, String about) {
        assertThat(exported.status()).as(about).isEqualTo(own.status());
        assertThat(exported.error()).as(about).isEqualTo(own.error());
    }

    /** Nothing that can be undone stands, unless its undo failed for good. */
    private static void checkUndone(SagaSample saga, ComparedRun run, String about) {
        for (String visit : run.ledger().standing())
            assertThat(!saga.undoable(visit) || run.notUndone().contains(visit))
                    .as("%s %s", visit, about)
                    .isTrue();
    }

    private void checkTold(Exclusion exclusion, String about) {
        exclusion.own().ledger().told().forEach((visit, told) -> {
            JsonNode exported = exclusion.exported().ledger().told().get(visit);
            if (exported == null || exclusion.toldOtherwise(visit)) return;
            for (String member : List.of("Outcome", "Record", "Input", "Error"))
                assertThat(exported.path(member))
                        .as("%s of %s, %s", member, visit, about)
                        .isEqualTo(told.path(member));
            count("told the same");
        });
    }
}
