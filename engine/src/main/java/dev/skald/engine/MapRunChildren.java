package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.MapRun;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.MapItem;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.engine.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rows of a Map Run's children. A child's name and ARN follow from the run and the place of its item, so that it is
 * begun once, whatever happens in between.
 */
final class MapRunChildren {
    /** How many rows are read at a time. */
    static final int PAGE = 256;

    private final MapRuns all;
    private final MapRun run;
    private final ExecutionRow parent;
    private final ArrayDeque<ExecutionRow> page = new ArrayDeque<>();
    private boolean mayBeMore;

    /** @param merges whether there may be children already */
    MapRunChildren(MapRuns all, MapRun run, ExecutionRow parent, boolean merges) {
        this.all = all;
        this.run = run;
        this.parent = parent;
        this.mayBeMore = merges;
    }

    /** The labelled machine that children belong to. */
    static String machine(MapRun run, ExecutionRow parent) {
        return Arns.unlabelled(parent.stateMachineArn()) + "/" + run.label();
    }

    static int itemCount(ExecutionRow child) {
        MapItem item = child.origin().mapItem();
        return item == null ? 0 : item.itemCount();
    }

    /** The row of a child that is to begin. */
    ExecutionRow row(ChildInputs.ChildInput input, Instant now) {
        String machine = machine(run, parent);
        String name = name(input.index());
        boolean express = run.executionType() == MachineType.EXPRESS;
        String uuid = uuid(input.index());
        return ExecutionRow.started(
                all.nextId(),
                machine,
                express ? name + ":" + uuid : name,
                express ? Arns.express(machine, name, uuid) : Arns.execution(machine, name),
                run.executionType(),
                parent.definitionHash(),
                parent.roleArn(),
                Definitions.hash(input.payload().text()),
                now,
                testCase(parent),
                new Origin(
                        null,
                        null,
                        new MapItem(run.arn(), input.index(), input.itemCount()),
                        null,
                        parent.rootOfChildren()));
    }

    /** Children run as the test case that their parent runs as. */
    private static Map<String, String> testCase(ExecutionRow parent) {
        String testCase = parent.searchAttributes().get(MockedTasks.ATTRIBUTE);
        return testCase == null ? Map.of() : Map.of(MockedTasks.ATTRIBUTE, testCase);
    }

    private String name(long index) {
        return seeded("name", index);
    }

    private String uuid(long index) {
        return seeded("express", index);
    }

    private String seeded(String purpose, long index) {
        String seed = run.arn() + '\n' + purpose + '\n' + index;
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The child of an item, if it was begun. */
    Optional<ExecutionRow> find(ChildInputs.ChildInput input) {
        String name = name(input.index());
        boolean express = run.executionType() == MachineType.EXPRESS;
        return all.store().execution(machine(run, parent), express ? name + ":" + uuid(input.index()) : name);
    }

    /** As {@link #find}, of rows that are read in the order of the items: ask with ascending indexes. */
    Optional<ExecutionRow> known(long index) {
        while (!page.isEmpty() && indexOf(page.peek()) < index) page.remove();
        if (page.isEmpty() && mayBeMore) {
            page.addAll(all.store().children(run.arn(), index, PAGE));
            mayBeMore = page.size() == PAGE;
        }
        ExecutionRow next = page.peek();
        return next != null && indexOf(next) == index ? Optional.of(next) : Optional.empty();
    }

    private static long indexOf(ExecutionRow child) {
        MapItem item = child.origin().mapItem();
        return item == null ? -1 : item.index();
    }

    /** The ids of all of them, read a page at a time. */
    static Iterator<Long> ids(Store store, String mapRunArn) {
        return Stream.iterate(
                        store.children(mapRunArn, 0, PAGE),
                        page -> !page.isEmpty(),
                        page -> store.children(mapRunArn, indexOf(page.getLast()) + 1, PAGE))
                .flatMap(List::stream)
                .map(ExecutionRow::id)
                .iterator();
    }

    /** Shows those that run, as the store has them. */
    static void eachRunning(Store store, String mapRunArn, Consumer<ExecutionRow> seen) {
        long from = 0;
        while (true) {
            List<ExecutionRow> rows = store.children(mapRunArn, from, PAGE);
            rows.stream().filter(row -> row.status() == Status.RUNNING).forEach(seen);
            if (rows.size() < PAGE) return;
            from = indexOf(rows.getLast()) + 1;
        }
    }
}
